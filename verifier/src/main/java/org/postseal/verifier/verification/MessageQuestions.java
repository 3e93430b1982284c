package org.postseal.verifier.verification;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postseal.answering.Answering;
import org.postseal.answering.Place;
import org.postseal.authentication.dns.Dns;
import org.postseal.topics.Envelope;
import org.postseal.topics.VerifyQuestion;

/** Where the DNS questions of every message go: one DNS, and one room to wait for it. */
final class MessageQuestions {
  private static final double[] BUCKETS = {1, 2, 5, 10, 20, 50, 100};

  private final Dns dns;
  private final WaitingRoom room;
  private final DistributionSummary questions;

  MessageQuestions(Dns dns, WaitingRoom room, MeterRegistry meters) {
    this.dns = dns;
    this.room = room;
    this.questions =
        DistributionSummary.builder("postseal_verifier_dns_questions")
            .description("Different DNS questions about a message, those from memory too")
            .serviceLevelObjectives(BUCKETS)
            .register(meters);
    meters.gauge("postseal_verifier_dns_waiting", room, WaitingRoom::occupied);
  }

  /** For one message, whose answer is made in this place. */
  MessageDns about(VerifyQuestion question, Place place) {
    int octets = question.message().headerSection().length;
    var network =
        address(question.envelope())
            .map(WaitingRoom.Network::of)
            .orElseGet(() -> new WaitingRoom.Network(List.of()));
    return new MessageDns(
        dns, new MessageDns.Visit(room, network, place, Answering.weight(octets)));
  }

  /** Counts what a message asked. */
  void asked(int number) {
    questions.record(number);
  }

  /** The client's, if it has one. */
  static Optional<InetAddress> address(Envelope envelope) {
    try {
      return Optional.of(InetAddress.ofLiteral(envelope.client().address()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
