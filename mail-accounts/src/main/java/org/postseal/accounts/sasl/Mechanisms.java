package org.postseal.accounts.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which mechanisms a client may use on its connection, and how an exchange begins. What the
 * accounts can be recognised by may change while sessions are open.
 */
public final class Mechanisms {
  private final Supplier<Set<Evidence>> evidence;
  private final Set<Mechanism> allowed;
  private final Supplier<String> nonces;

  /**
   * @param evidence by what the accounts can be recognised now
   * @param allowed what the operator wants of it
   * @param nonces a new nonce of SCRAM each time: printable ASCII without comma, unforeseeable
   */
  public Mechanisms(
      Supplier<Set<Evidence>> evidence, Set<Mechanism> allowed, Supplier<String> nonces) {
    this.evidence = evidence;
    this.allowed = Set.copyOf(allowed);
    this.nonces = nonces;
  }

  /** What EHLO announces inside of this TLS connection. */
  public List<Mechanism> announced(SecureChannel channel) {
    var known = evidence.get();
    return Arrays.stream(Mechanism.values())
        .filter(allowed::contains)
        .filter(mechanism -> known.contains(mechanism.evidence()))
        .filter(mechanism -> isPossible(mechanism, channel))
        .toList();
  }

  private static boolean isPossible(Mechanism mechanism, SecureChannel channel) {
    return switch (mechanism) {
      case SCRAM_SHA_256_PLUS -> ChannelBinding.isPossible(channel);
      case EXTERNAL -> channel.clientName().isPresent();
      case SCRAM_SHA_256, OAUTHBEARER, XOAUTH2, PLAIN, LOGIN -> true;
    };
  }

  /**
   * Begins an exchange.
   *
   * @param name in upper case
   * @param initialResponse decoded
   * @return empty if the mechanism is not announced
   */
  public Optional<SaslStep> begin(
      String name, SecureChannel channel, Optional<byte[]> initialResponse) {
    var announced = announced(channel);
    return announced.stream()
        .filter(mechanism -> mechanism.word().equals(name))
        .findFirst()
        .map(mechanism -> begin(mechanism, announced, channel, initialResponse));
  }

  private SaslStep begin(
      Mechanism mechanism,
      List<Mechanism> announced,
      SecureChannel channel,
      Optional<byte[]> initialResponse) {
    var first =
        switch (mechanism) {
          case SCRAM_SHA_256_PLUS -> new Scram(ChannelBinding.required(channel), nonces);
          case SCRAM_SHA_256 ->
              new Scram(
                  ChannelBinding.absent(announced.contains(Mechanism.SCRAM_SHA_256_PLUS)), nonces);
          case EXTERNAL -> new External(channel.clientName());
          case OAUTHBEARER -> Bearer.OAUTHBEARER;
          case XOAUTH2 -> Bearer.XOAUTH2;
          case PLAIN -> new Plain();
          case LOGIN -> new Login();
        };
    return initialResponse
        .map(first::respond)
        .orElseGet(() -> new SaslStep.Challenge(prompt(mechanism), first));
  }

  /** What a client is asked that has sent no initial response. */
  private static byte[] prompt(Mechanism mechanism) {
    return mechanism == Mechanism.LOGIN ? Login.USERNAME.clone() : new byte[0];
  }
}
