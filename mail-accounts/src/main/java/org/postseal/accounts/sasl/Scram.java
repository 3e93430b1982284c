package org.postseal.accounts.sasl;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.postseal.accounts.password.ScramKeys;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802 §5 and §7, RFC 7677): the password is never sent,
 * and what is kept of it does not suffice to log in with. The server's proof is a last challenge,
 * because 235 carries none (RFC 4954 §4).
 */
final class Scram implements SaslStep.Awaiting {
  private final ChannelBinding binding;
  private final Supplier<String> nonces;

  Scram(ChannelBinding binding, Supplier<String> nonces) {
    this.binding = binding;
    this.nonces = nonces;
  }

  /** The client's first message: {@code gs2-header client-first-message-bare}. */
  @Override
  public SaslStep respond(byte[] response) {
    var message = Utf8.decode(response);
    var header = message.flatMap(Gs2Header::at);
    if (message.isEmpty() || header.isEmpty()) {
      return new SaslStep.Malformed();
    }
    var bare = message.get().substring(header.get().text().length());
    var parts = bare.split(",", -1);
    if (parts.length < 2 || !parts[0].startsWith("n=") || !isNonce(parts[1])) {
      // also a mandatory extension, m=, which nobody has defined
      return new SaslStep.Malformed();
    }
    var name = Gs2Header.saslName(parts[0].substring(2));
    if (name.isEmpty()) {
      return new SaslStep.Malformed();
    }
    var data = binding.dataFor(header.get().flag());
    if (data.isEmpty()
        || header.get().authzid().filter(other -> !other.equals(name.get())).isPresent()) {
      return new SaslStep.Wrong();
    }
    var begun = new Begun(header.get().text(), data.get(), bare, name.get(), parts[1].substring(2));
    return new SaslStep.Ask(
        new AccountQuestion.Keys(name.get()), answer -> challenge(begun, answer));
  }

  /** What the client's first message said. */
  private record Begun(
      String gs2Header, byte[] bindingData, String bare, String name, String clientNonce) {}

  private static boolean isNonce(String attribute) {
    return attribute.startsWith("r=")
        && attribute.length() > 2
        && attribute.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  /** {@code server-first-message = nonce "," salt "," iteration-count}. */
  private SaslStep challenge(Begun begun, AccountAnswer answer) {
    if (answer.keys().isEmpty()) {
      return new SaslStep.Wrong();
    }
    var keys = answer.keys().get();
    var nonce = begun.clientNonce() + nonces.get();
    var message =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(keys.salt())
            + ",i="
            + keys.iterations();
    return new SaslStep.Challenge(
        Utf8.encode(message), response -> proof(begun, answer, keys, nonce, message, response));
  }

  /** {@code client-final-message = channel-binding "," nonce ["," extensions] "," proof}. */
  private static SaslStep proof(
      Begun begun,
      AccountAnswer answer,
      ScramKeys keys,
      String nonce,
      String serverFirst,
      byte[] response) {
    var message = Utf8.decode(response).orElse("");
    int last = message.lastIndexOf(",p=");
    var parts = message.split(",", -1);
    if (last < 0 || parts.length < 3 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=")) {
      return new SaslStep.Malformed();
    }
    var channel = decode(parts[0].substring(2));
    var proof = decode(message.substring(last + 3));
    if (channel.isEmpty() || proof.isEmpty()) {
      return new SaslStep.Malformed();
    }
    var withoutProof = message.substring(0, last);
    var authMessage = Utf8.encode(begun.bare() + "," + serverFirst + "," + withoutProof);
    boolean isProven =
        keys.isProof(proof.get(), authMessage)
            && ScramKeys.areEqual(channel.get(), expectedChannel(begun))
            && parts[1].substring(2).equals(nonce);
    if (!isProven || answer.account().isEmpty()) {
      return new SaslStep.Wrong();
    }
    var done = new SaslStep.Authenticated(answer.account().get(), begun.name());
    var verifier = "v=" + Base64.getEncoder().encodeToString(keys.serverSignature(authMessage));
    return new SaslStep.Challenge(
        Utf8.encode(verifier), empty -> empty.length == 0 ? done : new SaslStep.Malformed());
  }

  /** {@code cbind-input = gs2-header [ cbind-data ]}. */
  private static byte[] expectedChannel(Begun begun) {
    var header = Utf8.encode(begun.gs2Header());
    var all = new byte[header.length + begun.bindingData().length];
    System.arraycopy(header, 0, all, 0, header.length);
    System.arraycopy(begun.bindingData(), 0, all, header.length, begun.bindingData().length);
    return all;
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
