package org.postseal.authentication;

import java.time.Instant;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.domainkeys.DomainKeysVerifier;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderSection;

/**
 * Makes every check of a message that this library knows. The one place where a new method is added
 * for all who evaluate.
 *
 * <p>Blocks while the DNS and the key records do; call it on a thread that may wait. Immutable;
 * safe for any number of threads.
 */
public final class MessageEvaluator {
  private final KeyRecordSource keys;
  private final DkimVerifier dkim;

  /** Key records come straight from the DNS. */
  public MessageEvaluator(Dns dns, EvaluatorSettings settings) {
    this(dns, KeyRecordSource.dns(dns), settings);
  }

  /** Key records come from somewhere else, such as the key registry; all else from the DNS. */
  public MessageEvaluator(Dns dns, KeyRecordSource keys, EvaluatorSettings settings) {
    this.keys = keys;
    this.dkim = new DkimVerifier(settings.dkim());
  }

  /** All results for the message, had it come at {@code now}. */
  public Evaluation evaluate(ReceivedMessage message, Instant now) {
    HeaderSection section = message.headerSection();
    return Evaluation.of(
            Author.of(section),
            message.defect(),
            dkim.verify(section, message.bodyDigests(), keys, now))
        .with(DomainKeysVerifier.verify(section, message.domainKeysDigests(), keys));
  }
}
