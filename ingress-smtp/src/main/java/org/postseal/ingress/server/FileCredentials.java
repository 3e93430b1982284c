package org.postseal.ingress.server;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.postseal.ingress.acceptance.Account;
import org.postseal.ingress.acceptance.AccountsFile;
import org.postseal.ingress.acceptance.RememberedPasswords;
import org.postseal.ingress.sasl.AccountAnswer;
import org.postseal.ingress.sasl.AccountQuestion;
import org.postseal.ingress.sasl.Evidence;

/**
 * The accounts of a file, read again when it changes. Passwords are checked on a few threads of
 * their own: the check is slow on purpose.
 */
final class FileCredentials implements Credentials {
  private static final Logger LOG = Logger.getLogger(FileCredentials.class);
  private static final int THREADS = 2;
  private static final long LOOK_EVERY_MILLIS = 5_000;
  private static final FileTime NEVER = FileTime.fromMillis(-1);

  private final Optional<Path> file;
  private final InstantSource clock;
  private final RememberedPasswords remembered;
  private final WorkerExecutor threads;
  private volatile AccountsFile accounts = AccountsFile.empty();
  private FileTime readAt = NEVER;
  private boolean complained;

  FileCredentials(Vertx vertx, Optional<Path> file, Duration remember, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.remembered = new RememberedPasswords(remember);
    this.threads = vertx.createSharedWorkerExecutor("smtp-auth", THREADS);
    lookAgain();
    if (file.isPresent()) {
      vertx.setPeriodic(LOOK_EVERY_MILLIS, _ -> threads.executeBlocking(() -> lookAgain()));
    }
  }

  /** The account of this name, without any check. */
  Optional<Account> find(String name) {
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
    var known = remembered.find(name, password, clock.instant());
    return known.isPresent()
        ? CompletableFuture.completedStage(AccountAnswer.of(known))
        : threads
            .executeBlocking(() -> AccountAnswer.of(slowCheck(name, password)), false)
            .toCompletionStage();
  }

  private Optional<Account> slowCheck(String name, String password) {
    var checked = accounts;
    var account = checked.authenticate(name, password);
    account.ifPresent(found -> remembered.remember(found, password, clock.instant()));
    if (!checked.equals(accounts)) {
      // the file changed meanwhile: what was right then must not be remembered
      remembered.forgetAll();
    }
    return account;
  }

  /** Whether there was anything new. */
  private synchronized boolean lookAgain() {
    return file.map(this::read).orElse(false);
  }

  private boolean read(Path path) {
    try {
      var modified = Files.getLastModifiedTime(path);
      if (modified.equals(readAt)) {
        return false;
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
      return true;
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
      return false;
    }
  }
}
