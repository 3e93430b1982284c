package org.postseal.ingress.accounts;

import org.postseal.accounts.sasl.Mechanism;
import org.postseal.settings.Contradictions;

/** Settings about accounts and where they are that cannot be true together, or not at all. Pure. */
public final class AccountContradictions {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private final AccountSettings settings;
  private final Contradictions found;

  private AccountContradictions(AccountSettings settings, Contradictions found) {
    this.settings = settings;
    this.found = found;
  }

  /** Adds what is wrong. */
  public static void note(AccountSettings settings, Contradictions found) {
    var contradictions = new AccountContradictions(settings, found);
    contradictions.accounts();
    contradictions.directory();
    contradictions.tokens();
  }

  private void accounts() {
    var throttle = settings.throttle();
    var rates = settings.rates();
    found
        .notNegative("accounts.remember", settings.remember())
        .positive("accounts.throttle.period", throttle.period())
        .within("accounts.throttle.ipv4-prefix", throttle.ipv4Prefix(), 0, IPV4_BITS)
        .within("accounts.throttle.ipv6-prefix", throttle.ipv6Prefix(), 0, IPV6_BITS)
        .atLeast("accounts.throttle.keys", throttle.keys(), 1)
        .positive("accounts.rates.period", rates.period())
        .atLeast("accounts.rates.keys", rates.keys(), 1);
    settings
        .mechanisms()
        .ifPresent(
            words ->
                words.stream()
                    .sorted()
                    .forEach(
                        word ->
                            found.when(
                                Mechanism.of(word).isEmpty(),
                                "accounts.mechanisms",
                                "has a mechanism we do not have: " + word)));
  }

  private void directory() {
    var ldap = settings.ldap();
    boolean asked = ldap.url().isPresent();
    found
        .when(
            !asked
                && (ldap.base().isPresent()
                    || ldap.bindDn().isPresent()
                    || ldap.bindPassword().isPresent()),
            "accounts.ldap.url",
            "is not set, but other settings of the directory are")
        .when(asked && ldap.base().isEmpty(), "accounts.ldap.base", "is not set, but the url is")
        .when(
            ldap.url().filter(url -> !url.matches("(?i)ldaps?://.+")).isPresent(),
            "accounts.ldap.url",
            "must begin with ldap:// or ldaps://")
        .when(
            ldap.bindDn().isPresent() != ldap.bindPassword().isPresent(),
            "accounts.ldap.bind-dn",
            "and bind-password belong together: one of them is not set")
        .when(!ldap.filter().contains("{0}"), "accounts.ldap.filter", "must contain {0}")
        .positive("accounts.ldap.timeout", ldap.timeout())
        .atLeast("accounts.ldap.connections", ldap.connections(), 1)
        .positive("accounts.ldap.connection-age", ldap.connectionAge());
  }

  private void tokens() {
    var tokens = settings.tokens();
    boolean any =
        tokens.issuer().isPresent() || tokens.audience().isPresent() || tokens.keys().isPresent();
    found
        .when(any && tokens.issuer().isEmpty(), "accounts.tokens.issuer", "is not set")
        .when(any && tokens.audience().isEmpty(), "accounts.tokens.audience", "is not set")
        .when(any && tokens.keys().isEmpty(), "accounts.tokens.keys", "is not set")
        .when(
            tokens.keys().filter(keys -> keys.startsWith("http:")).isPresent(),
            "accounts.tokens.keys",
            "must be an https URL or a file");
  }
}
