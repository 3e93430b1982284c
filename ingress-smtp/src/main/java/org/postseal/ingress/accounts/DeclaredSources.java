package org.postseal.ingress.accounts;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.accounts.Account;
import org.postseal.accounts.directory.BearerTokens;
import org.postseal.accounts.directory.LdapAccounts;
import org.postseal.accounts.password.RememberedPasswords;
import org.postseal.accounts.source.AccountSources;
import org.postseal.accounts.source.FileCredentials;

/** Where accounts are, by the settings. */
public final class DeclaredSources {
  private DeclaredSources() {}

  /** The accounts; closing them ends their threads and connections. */
  public static AccountSources by(AccountSettings settings, InstantSource clock) {
    var file =
        new FileCredentials(settings.file(), new RememberedPasswords(settings.remember(), clock));
    return new AccountSources(
        file,
        new AccountSources.Elsewhere(
            directory(settings.ldap()), tokens(settings.tokens(), file::find, clock)),
        new RememberedPasswords(settings.remember(), clock));
  }

  private static Optional<LdapAccounts> directory(AccountSettings.Ldap settings) {
    return settings
        .url()
        .map(
            url ->
                new LdapAccounts(
                    new LdapAccounts.Settings(
                        url,
                        settings
                            .bindDn()
                            .map(
                                dn ->
                                    new LdapAccounts.Bind(dn, settings.bindPassword().orElse(""))),
                        required(settings.base(), "ldap.base"),
                        settings.filter(),
                        settings.identityAttributes(),
                        new LdapAccounts.Connections(
                            settings.connections(),
                            settings.connectionAge(),
                            settings.timeout()))));
  }

  private static Optional<BearerTokens> tokens(
      AccountSettings.Tokens settings,
      Function<String, Optional<Account>> accounts,
      InstantSource clock) {
    return settings
        .issuer()
        .map(
            issuer ->
                new BearerTokens(
                    new BearerTokens.Settings(
                        issuer,
                        required(settings.audience(), "tokens.audience"),
                        required(settings.keys(), "tokens.keys"),
                        settings.nameClaim()),
                    accounts,
                    clock));
  }

  private static String required(Optional<String> value, String key) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("postseal.ingress.accounts." + key + " is not set"));
  }
}
