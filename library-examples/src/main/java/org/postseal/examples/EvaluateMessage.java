package org.postseal.examples;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import org.postseal.authentication.Evaluator;
import org.postseal.authentication.Peer;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dns.Dns;

/** What a receiving host writes on top of a message. */
final class EvaluateMessage {
  private EvaluateMessage() {}

  // README: evaluate
  static String authenticationResults(Dns dns, InputStream content) throws IOException {
    var peer = Peer.of(InetAddress.ofLiteral("192.0.2.1"), "mail.example.com", "joe@example.com");
    var evaluation = Evaluator.of(dns).evaluate(content, peer);
    return AuthenticationResults.of("mx.example.net", evaluation).field();
  }
  // README: end
}
