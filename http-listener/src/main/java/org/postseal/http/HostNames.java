package org.postseal.http;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which names are ours to answer to. Pure. */
final class HostNames {
  private final Set<String> configured;

  /**
   * @param configured beside those of loopback; none means that nobody has said
   */
  HostNames(Collection<String> configured) {
    this.configured =
        configured.stream()
            .flatMap(name -> Authority.parse(name).stream())
            .map(Authority::host)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** On which kind of our addresses a request came in. */
  enum Arrival {
    LOOPBACK,
    ELSEWHERE
  }

  /** What becomes of a request. */
  enum Outcome {
    ANSWERED,
    /** It names nobody, or two: 400, RFC 9112 §3.2. */
    MALFORMED,
    /** It means somebody else: 421, RFC 9110 §15.5.20. */
    MISDIRECTED
  }

  /**
   * Whom a request speaks to.
   *
   * @param hosts its {@code Host} fields; of HTTP/2 the {@code :authority}
   * @param target the request's target
   * @param mustHaveHost all versions but HTTP/1.0, which had no such field (and no browser is left
   *     that speaks it)
   */
  record Addressed(List<String> hosts, String target, boolean mustHaveHost) {}

  Outcome outcome(Addressed addressed, Arrival arrival) {
    int most = addressed.hosts().size();
    if (most > 1 || (most == 0 && addressed.mustHaveHost())) {
      return Outcome.MALFORMED;
    }
    var outcome =
        addressed.hosts().stream()
            .map(host -> outcome(Authority.parse(host), arrival))
            .findFirst()
            .orElse(Outcome.ANSWERED);
    return outcome == Outcome.ANSWERED ? ofTarget(addressed.target(), arrival) : outcome;
  }

  /** RFC 9112 §3.2.2: a target in absolute form is heeded, whatever the field says. */
  private Outcome ofTarget(String target, Arrival arrival) {
    int scheme = target.indexOf("://");
    if (target.startsWith("/") || scheme < 0) {
      return Outcome.ANSWERED;
    }
    var authority = target.substring(scheme + 3).split("[/?#]", 2)[0];
    return outcome(Authority.parse(authority), arrival);
  }

  private Outcome outcome(Optional<Authority> authority, Arrival arrival) {
    return authority
        .map(named -> isOurs(named, arrival) ? Outcome.ANSWERED : Outcome.MISDIRECTED)
        .orElse(Outcome.MALFORMED);
  }

  /**
   * An address is never the result of a stranger's DNS; on loopback it still must be loopback's.
   */
  private boolean isOurs(Authority named, Arrival arrival) {
    if (named.isLoopback() || configured.contains(named.host())) {
      return true;
    }
    return switch (arrival) {
      case LOOPBACK -> false;
      case ELSEWHERE -> configured.isEmpty() || named.address().isPresent();
    };
  }
}
