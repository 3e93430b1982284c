package org.postseal.registry.journal;

import java.util.List;
import java.util.Optional;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;

/** What the rules say to a change. */
public sealed interface Decision {

  /** Write these entries and tell the auditors, all or nothing. */
  record Accepted(List<Entry> entries, Audit audit) implements Decision {
    public Accepted {
      entries = List.copyOf(entries);
    }
  }

  record Refused(Refusal refusal) implements Decision {
    static Refused notFound(String detail) {
      return new Refused(new Refusal.NotFound(detail));
    }

    static Refused conflict(String detail) {
      return new Refused(new Refusal.Conflict(detail));
    }

    static Refused preconditionFailed(String what) {
      return new Refused(new Refusal.PreconditionFailed(what + " has changed since it was read"));
    }
  }

  /** A record to write; without a value it deletes. */
  record Entry(MailTopic topic, String key, Optional<Object> value) {}

  /**
   * What an audit event says.
   *
   * @param action in the past tense
   * @param before the entry as it was, without secrets
   * @param after the entry as it is, without secrets
   */
  record Audit(
      CloudEvent.Type type,
      String subject,
      String action,
      Optional<Object> before,
      Optional<Object> after) {}
}
