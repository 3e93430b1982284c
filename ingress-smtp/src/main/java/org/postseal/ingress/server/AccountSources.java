package org.postseal.ingress.server;

import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.Account;
import org.postseal.ingress.acceptance.RememberedPasswords;
import org.postseal.ingress.directory.BearerTokens;
import org.postseal.ingress.directory.LdapAccounts;
import org.postseal.ingress.sasl.AccountAnswer;
import org.postseal.ingress.sasl.AccountQuestion;
import org.postseal.ingress.sasl.Evidence;

/**
 * The accounts of the file; of a directory, for names that the file does not have; and of tokens. A
 * directory knows no keys of SCRAM, so with one there is no SCRAM.
 */
final class AccountSources implements Credentials {
  private static final int THREADS = 8;

  private final FileCredentials file;
  private final Optional<LdapAccounts> directory;
  private final Optional<BearerTokens> tokens;
  private final RememberedPasswords remembered;
  private final WorkerExecutor threads;
  private final InstantSource clock;

  AccountSources(
      Vertx vertx, IngressSettings.Accounts settings, FileCredentials file, InstantSource clock) {
    this.file = file;
    this.directory = settings.ldap().url().map(url -> directory(url, settings.ldap()));
    this.tokens =
        settings.tokens().issuer().map(issuer -> tokens(issuer, settings.tokens(), file, clock));
    this.remembered = new RememberedPasswords(settings.remember());
    this.threads = vertx.createSharedWorkerExecutor("smtp-directory", THREADS);
    this.clock = clock;
  }

  private static LdapAccounts directory(String url, IngressSettings.Ldap settings) {
    return new LdapAccounts(
        new LdapAccounts.Settings(
            url,
            settings
                .bindDn()
                .map(dn -> new LdapAccounts.Bind(dn, settings.bindPassword().orElse(""))),
            required(settings.base(), "ldap.base"),
            settings.filter(),
            settings.identityAttributes(),
            settings.timeout()));
  }

  private static BearerTokens tokens(
      String issuer, IngressSettings.Tokens settings, FileCredentials file, InstantSource clock) {
    return new BearerTokens(
        new BearerTokens.Settings(
            issuer,
            required(settings.audience(), "tokens.audience"),
            required(settings.keys(), "tokens.keys"),
            settings.nameClaim()),
        file::find,
        clock);
  }

  private static String required(Optional<String> value, String key) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("postseal.ingress.accounts." + key + " is not set"));
  }

  @Override
  public Set<Evidence> evidence() {
    var evidence = EnumSet.copyOf(file.evidence());
    if (directory.isPresent()) {
      evidence.remove(Evidence.SCRAM_KEYS);
    }
    if (tokens.isPresent()) {
      evidence.add(Evidence.TOKEN);
    }
    return evidence;
  }

  @Override
  public CompletionStage<AccountAnswer> ask(AccountQuestion question) {
    return switch (question) {
      case AccountQuestion.Password password
          when directory.isPresent() && file.find(password.name()).isEmpty() ->
          inDirectory(directory.get(), password);
      case AccountQuestion.Token(_, var token) when tokens.isPresent() ->
          threads
              .executeBlocking(() -> AccountAnswer.of(tokens.get().authenticate(token)), false)
              .toCompletionStage();
      case AccountQuestion.Password _,
          AccountQuestion.Keys _,
          AccountQuestion.Token _,
          AccountQuestion.Certificate _ ->
          file.ask(question);
    };
  }

  private CompletionStage<AccountAnswer> inDirectory(
      LdapAccounts accounts, AccountQuestion.Password question) {
    var known = remembered.find(question.name(), question.password(), clock.instant());
    if (known.isPresent()) {
      return CompletableFuture.completedStage(AccountAnswer.of(known));
    }
    return threads
        .executeBlocking(() -> AccountAnswer.of(ask(accounts, question)), false)
        .toCompletionStage();
  }

  private Optional<Account> ask(LdapAccounts accounts, AccountQuestion.Password question)
      throws LDAPException {
    var account = accounts.authenticate(question.name(), question.password());
    account.ifPresent(found -> remembered.remember(found, question.password(), clock.instant()));
    return account;
  }
}
