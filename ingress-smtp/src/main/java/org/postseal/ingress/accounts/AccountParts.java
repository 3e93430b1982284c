package org.postseal.ingress.accounts;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postseal.accounts.Identity;
import org.postseal.accounts.sasl.Evidence;
import org.postseal.accounts.sasl.Mechanism;
import org.postseal.accounts.sasl.Mechanisms;
import org.postseal.accounts.throttle.LoginThrottle;
import org.postseal.accounts.throttle.Network;
import org.postseal.ingress.acceptance.TrustedClients;
import org.postseal.ingress.acceptance.TrustedSettings;
import org.postseal.ingress.load.AccountRates;
import org.postseal.ingress.session.SessionRules;

/** How accounts are recognised and what they may do, by the settings. */
public final class AccountParts {
  private static final int NONCE_OCTETS = 18;

  private AccountParts() {}

  /**
   * By whom and how mail is submitted.
   *
   * @param evidence by what accounts can be recognised now
   */
  public static SessionRules.Accounts by(
      AccountSettings settings,
      TrustedSettings trusted,
      Supplier<Set<Evidence>> evidence,
      InstantSource clock) {
    return new SessionRules.Accounts(
        new Mechanisms(
            evidence,
            settings.mechanisms().map(AccountParts::parse).orElse(EnumSet.allOf(Mechanism.class)),
            AccountParts::nonce),
        new LoginThrottle(throttle(settings.throttle()), clock),
        new AccountRates(rates(settings.rates()), clock),
        trusted(trusted));
  }

  private static LoginThrottle.Settings throttle(AccountSettings.Throttle settings) {
    return new LoginThrottle.Settings(
        settings.perAccountAndNetwork(),
        settings.perNetwork(),
        settings.perAccount(),
        settings.period(),
        settings.keys(),
        new Network.PrefixLengths(settings.ipv4Prefix(), settings.ipv6Prefix()));
  }

  private static AccountRates.Settings rates(AccountSettings.Rates settings) {
    return new AccountRates.Settings(
        settings.messages(),
        settings.recipients(),
        settings.octets().asLongValue(),
        settings.period(),
        settings.keys());
  }

  private static TrustedClients trusted(TrustedSettings settings) {
    return new TrustedClients(
        settings.networks().orElse(List.of()).stream().map(Network::of).toList(),
        settings.identities().orElse(List.of()).stream().map(AccountParts::identity).toList());
  }

  private static Identity identity(String word) {
    return Identity.parse(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "postseal.ingress.trusted.identities: no mailbox or domain: " + word));
  }

  private static Set<Mechanism> parse(Set<String> words) {
    return words.stream().map(AccountParts::parse).collect(Collectors.toSet());
  }

  private static Mechanism parse(String word) {
    return Mechanism.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "postseal.ingress.accounts.mechanisms: no mechanism " + word));
  }

  static String nonce() {
    var octets = new byte[NONCE_OCTETS];
    new SecureRandom().nextBytes(octets);
    return Base64.getEncoder().withoutPadding().encodeToString(octets);
  }
}
