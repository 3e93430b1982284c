package org.postseal.accounts.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postseal.accounts.Account;
import org.postseal.accounts.password.RememberedPasswords;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;

/**
 * The accounts of a file, read again when it changes. Passwords are checked on a few threads of
 * their own: the check is slow on purpose.
 */
public final class FileCredentials implements Credentials, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FileCredentials.class);
  private static final int THREADS = 2;
  private static final long LOOK_EVERY_MILLIS = 5_000;
  private static final FileTime NEVER = FileTime.fromMillis(-1);

  private final RememberedPasswords remembered;
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("accounts-", 0).factory());
  private volatile AccountsFile accounts = AccountsFile.empty();
  private FileTime readAt = NEVER;
  private boolean complained;

  /**
   * @param file none, no accounts
   * @param remembered passwords that were right a short while ago
   */
  public FileCredentials(Optional<Path> file, RememberedPasswords remembered) {
    this.remembered = remembered;
    file.ifPresent(this::read);
    file.ifPresent(
        path -> {
          var _ =
              threads.scheduleWithFixedDelay(
                  () -> lookAgain(path),
                  LOOK_EVERY_MILLIS,
                  LOOK_EVERY_MILLIS,
                  TimeUnit.MILLISECONDS);
        });
  }

  /** The account of this name, without any check. */
  public Optional<Account> find(String name) {
    return accounts.find(name);
  }

  @Override
  public Set<Evidence> evidence() {
    return accounts.haveAllScramKeys()
        ? EnumSet.of(Evidence.PASSWORD, Evidence.SCRAM_KEYS, Evidence.CERTIFICATE)
        : EnumSet.of(Evidence.PASSWORD, Evidence.CERTIFICATE);
  }

  @Override
  public CompletionStage<AccountAnswer> ask(AccountQuestion question) {
    return switch (question) {
      case AccountQuestion.Password(var name, var password) -> check(name, password);
      case AccountQuestion.Keys(var name) -> {
        var now = accounts;
        yield CompletableFuture.completedStage(
            new AccountAnswer(now.find(name), Optional.of(now.scramKeys(name))));
      }
      case AccountQuestion.Certificate(var name) ->
          CompletableFuture.completedStage(AccountAnswer.of(accounts.find(name)));
      case AccountQuestion.Token _ -> CompletableFuture.completedStage(AccountAnswer.nobody());
    };
  }

  private CompletionStage<AccountAnswer> check(String name, String password) {
    var known = remembered.find(name, password);
    return known.isPresent()
        ? CompletableFuture.completedStage(AccountAnswer.of(known))
        : CompletableFuture.supplyAsync(() -> AccountAnswer.of(slowCheck(name, password)), threads);
  }

  private Optional<Account> slowCheck(String name, String password) {
    var checked = accounts;
    var account = checked.authenticate(name, password);
    account.ifPresent(found -> remembered.remember(found, password));
    if (!checked.equals(accounts)) {
      // the file changed meanwhile: what was right then must not be remembered
      remembered.forgetAll();
    }
    return account;
  }

  /** A task that fails would not be repeated. */
  private void lookAgain(Path path) {
    try {
      read(path);
    } catch (RuntimeException e) {
      LOG.error("cannot read the accounts", e);
    }
  }

  private void read(Path path) {
    try {
      var modified = Files.getLastModifiedTime(path);
      if (modified.equals(readAt)) {
        return;
      }
      var read = AccountsFile.parse(Files.readAllLines(path));
      accounts = read;
      readAt = modified;
      complained = false;
      remembered.forgetAll();
      LOG.infof("%d accounts in %s", read.size(), path);
      if (!read.unreadableLines().isEmpty()) {
        LOG.warnf("%s: lines %s are no accounts", path, read.unreadableLines());
      }
    } catch (IOException e) {
      if (!complained) {
        LOG.warn(
            e instanceof NoSuchFileException
                ? "cannot read the accounts: there is no "
                    + path
                    + "; postseal accounts set makes it"
                : "cannot read the accounts: " + e);
      }
      complained = true;
      readAt = NEVER;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
