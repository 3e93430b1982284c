package org.postseal.accounts.sasl;

import java.nio.charset.StandardCharsets;

/**
 * LOGIN (draft-murchison-sasl-login): name and password, each asked for by itself. Obsolete, and
 * all that some clients can do. The name may come as initial response.
 */
final class Login implements SaslStep.Awaiting {
  static final byte[] USERNAME = "Username:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);

  @Override
  public SaslStep respond(byte[] response) {
    return Utf8.decode(response)
        .filter(name -> !name.isEmpty() && name.indexOf('\0') < 0)
        .<SaslStep>map(
            name -> new SaslStep.Challenge(PASSWORD.clone(), octets -> password(name, octets)))
        .orElseGet(SaslStep.Malformed::new);
  }

  private static SaslStep password(String name, byte[] response) {
    return Utf8.decode(response)
        .filter(password -> !password.isEmpty())
        .map(password -> Plain.password(name, password))
        .orElseGet(SaslStep.Malformed::new);
  }
}
