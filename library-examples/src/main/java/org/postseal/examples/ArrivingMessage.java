package org.postseal.examples;

import java.time.Instant;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MessageEvaluator;
import org.postseal.authentication.Peer;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;

/** A message that a server takes in piece by piece, on a thread that must not wait for the DNS. */
// README: stream
final class ArrivingMessage {
  private final MessageDigester digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);

  /** On the thread that reads the connection, as often as octets arrive. */
  void arrived(byte[] octets, int offset, int length) {
    digester.update(octets, offset, length);
  }

  /** On a thread that may wait, once all have arrived. */
  boolean isFromItsAuthor(Dns dns, Peer peer, Instant now) {
    var evaluator = new MessageEvaluator(dns, EvaluatorSettings.of("mx.example.net"));
    var evaluation = evaluator.evaluate(ReceivedMessage.of(digester.finish(), peer), now);
    return evaluation
        .dmarc()
        .filter(result -> result.outcome() instanceof DmarcOutcome.Pass)
        .isPresent();
  }
}
// README: end
