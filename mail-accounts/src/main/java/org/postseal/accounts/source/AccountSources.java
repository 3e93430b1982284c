package org.postseal.accounts.source;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postseal.accounts.Account;
import org.postseal.accounts.directory.BearerTokens;
import org.postseal.accounts.directory.LdapAccounts;
import org.postseal.accounts.password.RememberedPasswords;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;

/**
 * The accounts of the file; of a directory, for names that the file does not have; and of tokens. A
 * directory knows no keys of SCRAM, so with one there is no SCRAM.
 */
public final class AccountSources implements Credentials, AutoCloseable {
  private final FileCredentials file;
  private final Elsewhere elsewhere;
  private final RememberedPasswords remembered;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Where accounts are besides the file. */
  public record Elsewhere(Optional<LdapAccounts> directory, Optional<BearerTokens> tokens) {}

  /**
   * All of them are closed with this one.
   *
   * @param remembered what the directory said a short while ago
   */
  public AccountSources(FileCredentials file, Elsewhere elsewhere, RememberedPasswords remembered) {
    this.file = file;
    this.elsewhere = elsewhere;
    this.remembered = remembered;
  }

  @Override
  public Set<Evidence> evidence() {
    var evidence = EnumSet.copyOf(file.evidence());
    if (elsewhere.directory().isPresent()) {
      evidence.remove(Evidence.SCRAM_KEYS);
    }
    if (elsewhere.tokens().isPresent()) {
      evidence.add(Evidence.TOKEN);
    }
    return evidence;
  }

  @Override
  public CompletionStage<AccountAnswer> ask(AccountQuestion question) {
    return switch (question) {
      case AccountQuestion.Password password
          when elsewhere.directory().isPresent() && file.find(password.name()).isEmpty() ->
          inDirectory(elsewhere.directory().get(), password);
      case AccountQuestion.Token(_, var token) when elsewhere.tokens().isPresent() ->
          blocking(() -> elsewhere.tokens().get().authenticate(token));
      case AccountQuestion.Password _,
          AccountQuestion.Keys _,
          AccountQuestion.Token _,
          AccountQuestion.Certificate _ ->
          file.ask(question);
    };
  }

  private CompletionStage<AccountAnswer> inDirectory(
      LdapAccounts accounts, AccountQuestion.Password question) {
    var known = remembered.find(question.name(), question.password());
    if (known.isPresent()) {
      return CompletableFuture.completedStage(AccountAnswer.of(known));
    }
    return blocking(
        () -> {
          var account = accounts.authenticate(question.name(), question.password());
          account.ifPresent(found -> remembered.remember(found, question.password()));
          return account;
        });
  }

  private CompletionStage<AccountAnswer> blocking(Callable<Optional<Account>> check) {
    var answer = new CompletableFuture<AccountAnswer>();
    threads.execute(
        () -> {
          try {
            answer.complete(AccountAnswer.of(check.call()));
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    elsewhere.directory().ifPresent(LdapAccounts::close);
    file.close();
  }
}
