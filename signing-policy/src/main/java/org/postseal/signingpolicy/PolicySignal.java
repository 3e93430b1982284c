package org.postseal.signingpolicy;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * The TXT record at {@code _signpol.domain} that says a policy exists, and which: {@code
 * v=SIGNPOL1; id=20261123a}. Whoever hides the keyword or the port cannot hide this as well.
 *
 * @param id {@code id=} of the policy: 1 to 32 letters and digits
 */
public record PolicySignal(String id) {

  public PolicySignal {
    if (!PolicyStatement.isId(id)) {
      throw new IllegalArgumentException("not an id");
    }
  }

  /** Where the record stands; empty if that name would be too long. */
  public static Optional<DomainName> nameFor(DomainName domain) {
    return domain.prefixedWith("_signpol");
  }

  /** The text of the record. */
  public String text() {
    return "v=SIGNPOL1; id=" + id;
  }

  /**
   * Reads the text of a TXT record, each octet as an ISO-8859-1 character. Records that do not
   * begin with {@code v=SIGNPOL1} are something else (RFC 8461 §3.1).
   */
  public static Reading<PolicySignal> read(String text) {
    return Tags.read(
        text,
        tags ->
            !tags.startsWith("v", "SIGNPOL1")
                ? new Reading.Malformed<>("it does not begin with v=SIGNPOL1")
                : tags.text("id")
                    .filter(PolicyStatement::isId)
                    .<Reading<PolicySignal>>map(
                        id -> new Reading.WellFormed<>(new PolicySignal(id)))
                    .orElseGet(() -> new Reading.Malformed<>("it has no id")));
  }
}
