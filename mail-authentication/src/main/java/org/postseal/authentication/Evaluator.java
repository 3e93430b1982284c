package org.postseal.authentication;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;

/**
 * The door of this library for those who have a whole message to read: every check of it, in one
 * call. Who gets the content in pieces feeds a {@link MessageDigester} and asks a {@link
 * MessageEvaluator}, as this class does.
 *
 * <p>The content is read once, hashed while it is read, and never kept: a body may have any size.
 * What is kept is the header section, up to {@link DigestLimits}: 256 KiB and 1,000 header fields
 * by default. A message beyond these still gets an {@link Evaluation}; its {@code defect} says so,
 * no signature of it succeeds, and nothing may be concluded from its header fields.
 *
 * <p>Blocks while the stream and the DNS do. Immutable; safe for any number of threads.
 *
 * @see Signer the other door
 */
public final class Evaluator {
  /** What RFC 7208 §7.3 has a checking host say that knows no name of its own. */
  private static final String UNNAMED = "unknown";

  private final MessageEvaluator evaluator;
  private final DigestLimits limits;
  private final InstantSource clock;

  private Evaluator(MessageEvaluator evaluator, DigestLimits limits, InstantSource clock) {
    this.evaluator = evaluator;
    this.limits = limits;
    this.clock = clock;
  }

  /** Every method with its defaults, by this DNS and the system's clock. */
  public static Evaluator of(Dns dns) {
    return of(dns, EvaluatorSettings.of(UNNAMED));
  }

  /** Every method as the settings say, by this DNS and the system's clock. */
  public static Evaluator of(Dns dns, EvaluatorSettings settings) {
    return new Evaluator(
        new MessageEvaluator(dns, settings), DigestLimits.DEFAULT, InstantSource.system());
  }

  /** The same with other limits of what is kept of a message. */
  public Evaluator within(DigestLimits others) {
    return new Evaluator(evaluator, others, clock);
  }

  /** The same with another clock, by which signatures expire. */
  public Evaluator by(InstantSource other) {
    return new Evaluator(evaluator, limits, other);
  }

  /**
   * All results for one message.
   *
   * @param content the message as it came: octets, lines ended by CRLF, without SMTP's transparency
   *     (RFC 5321 §4.5.2); read to its end, and left open
   * @param peer who brought it; {@link Peer#UNKNOWN} leaves SPF out
   * @throws IOException if the stream does; nothing is known of the message then
   */
  public Evaluation evaluate(InputStream content, Peer peer) throws IOException {
    var digested = DigestedStream.read(content, MessageDigester.forVerifying(limits));
    return evaluator.evaluate(ReceivedMessage.of(digested, peer), clock.instant());
  }
}
