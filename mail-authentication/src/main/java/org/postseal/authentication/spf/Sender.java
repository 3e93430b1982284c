package org.postseal.authentication.spf;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * The {@code <sender>} of RFC 7208 §4.1, taken apart.
 *
 * @param localPart as it came; {@code postmaster} where there is none (§4.3)
 * @param domain as it came
 */
record Sender(SpfIdentity identity, String localPart, String domain) {
  private static final String POSTMASTER = "postmaster";

  /** RFC 7208 §2.4: the reverse-path; with a null one, postmaster at the HELO name. */
  static Optional<Sender> of(SpfQuestion question) {
    return question
        .reversePath()
        .filter(path -> !path.isEmpty())
        .map(Sender::ofReversePath)
        .or(() -> ofHelo(question));
  }

  static Optional<Sender> ofHelo(SpfQuestion question) {
    return question.helo().map(helo -> new Sender(SpfIdentity.HELO, POSTMASTER, helo));
  }

  private static Sender ofReversePath(String path) {
    int at = path.lastIndexOf('@');
    String localPart = at <= 0 ? POSTMASTER : path.substring(0, at);
    return new Sender(SpfIdentity.MAIL_FROM, localPart, path.substring(at + 1));
  }

  /** The domain as a name; RFC 7208 §4.3 lets it end with a dot. */
  Optional<DomainName> domainName() {
    return DomainName.parse(withoutFinalDot(domain));
  }

  static String withoutFinalDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
