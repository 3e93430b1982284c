package org.postseal.ingress.acceptance;

import java.util.Set;
import java.util.stream.Collectors;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * What others wrote about the way of a message: Received fields, which are counted (RFC 5321 §6.3),
 * and Authentication-Results, which are deleted where they claim to be ours (RFC 8601 §5).
 */
public final class TraceFields {
  private final Set<String> ourNames;

  /**
   * @param ourNames the authserv-ids that only we may write, in lower case
   */
  public TraceFields(Set<String> ourNames) {
    this.ourNames = Set.copyOf(ourNames);
  }

  public int countReceived(HeaderSection section) {
    return section.fieldsNamed("received").size();
  }

  /** What is to be deleted of mail that another server brought. */
  public HeaderEdit removeClaims(HeaderSection section) {
    var claims = claims(section);
    return claims.isEmpty()
        ? HeaderEdit.none()
        : HeaderEdit.deleting(section.fields().stream().filter(claims::contains).toList());
  }

  /** The Authentication-Results fields that claim to be ours. */
  Set<HeaderField> claims(HeaderSection section) {
    if (section.fieldsNamed("authentication-results").isEmpty()) {
      return Set.of();
    }
    return ourNames.stream()
        .flatMap(ours -> AuthservId.fieldsClaiming(ours, section).stream())
        .collect(Collectors.toSet());
  }
}
