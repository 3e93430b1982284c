package org.postseal.ingress.handoff;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The part of ingress' settings that concerns Kafka, {@code postseal.ingress.handoff}. */
public interface HandoffSettings {

  /** From asking a verifier or signer to giving up with 451. */
  @WithDefault("20S")
  Duration answerDeadline();

  /** From asking to asking once more, on another partition. */
  @WithDefault("2S")
  Duration askAgainAfter();

  /**
   * Messages of one client network, IPv4 /24 or IPv6 /64, that may be verified at once; then 451.
   */
  @WithDefault("256")
  int openQuestionsOfNetwork();

  /**
   * Octets from which a header section is long. Messages with such are decided one after the other,
   * in half of the time at most; other mail does not wait for them.
   */
  @WithDefault("65536")
  long longHeaderSection();

  /** So long one of these keeps the next from beginning, at most: it may be waiting for the DNS. */
  @WithDefault("0.25S")
  Duration longHeaderPatience();

  /** Records of one topic that may wait for their producer; then 451. */
  @WithDefault("4096")
  int window();

  /** How long a record may wait for metadata, for memory and behind others; then 451. */
  @WithDefault("10S")
  Duration maxBlock();

  /** How long the outcome of a durable write may stay open; then 451, counted as ambiguous. */
  @WithDefault("120S")
  Duration storeTimeout();

  /** Octets of accepted mail on their way to the broker; what is more waits. */
  @WithDefault("33554432")
  long storeBuffer();
}
