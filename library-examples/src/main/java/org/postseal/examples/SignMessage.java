package org.postseal.examples;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.postseal.authentication.Signer;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningResult;

/** What a sending host writes on top of a message. */
final class SignMessage {
  private SignMessage() {}

  // README: sign
  static List<String> signatures(String pem, InputStream content) throws IOException {
    var key = SigningKey.ofPem("example.com", "s1", pem).orElseThrow();
    return switch (Signer.of(key).sign(content)) {
      case SigningResult.Signed(var fields) -> fields; // each goes on top, with a CRLF
      case SigningResult.Refused(var reason) -> throw new IOException("not signed: " + reason);
    };
  }
  // README: end
}
