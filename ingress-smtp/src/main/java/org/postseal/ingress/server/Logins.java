package org.postseal.ingress.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.LoginThrottle;
import org.postseal.ingress.acceptance.Network;
import org.postseal.ingress.sasl.Evidence;
import org.postseal.ingress.sasl.Mechanism;
import org.postseal.ingress.sasl.Mechanisms;
import org.postseal.ingress.session.SessionRules;

/** How accounts are recognised, by the settings. */
final class Logins {
  private static final int NONCE_OCTETS = 18;

  private Logins() {}

  static SessionRules.Login by(
      IngressSettings.Accounts settings, Supplier<Set<Evidence>> evidence, InstantSource clock) {
    return new SessionRules.Login(
        new Mechanisms(
            evidence,
            settings.mechanisms().map(Logins::parse).orElse(EnumSet.allOf(Mechanism.class)),
            Logins::nonce),
        new LoginThrottle(throttle(settings.throttle()), clock));
  }

  private static LoginThrottle.Settings throttle(IngressSettings.Throttle settings) {
    return new LoginThrottle.Settings(
        settings.perAccountAndNetwork(),
        settings.perNetwork(),
        settings.perAccount(),
        settings.period(),
        settings.keys(),
        new Network.PrefixLengths(settings.ipv4Prefix(), settings.ipv6Prefix()));
  }

  private static Set<Mechanism> parse(Set<String> words) {
    return words.stream().map(Logins::parse).collect(Collectors.toSet());
  }

  private static Mechanism parse(String word) {
    return Arrays.stream(Mechanism.values())
        .filter(mechanism -> mechanism.word().equals(word.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
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
