package org.postseal.relay.desk;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks for something, with what he notes for the audit. */
final class Noted {
  private static final int MOST_NOTE = 1000;

  private Noted() {}

  static Desk.Operator by(SecurityIdentity identity) {
    return by(identity, null);
  }

  static Desk.Operator by(SecurityIdentity identity, @Nullable String note) {
    var said = Optional.ofNullable(note).orElse("");
    if (said.length() > MOST_NOTE) {
      throw BadRequest.because("the note is longer than " + MOST_NOTE + " characters");
    }
    return new Desk.Operator(identity.getPrincipal().getName(), said);
  }
}
