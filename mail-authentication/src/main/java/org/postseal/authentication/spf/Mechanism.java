package org.postseal.authentication.spf;

import java.util.Optional;

/** The eight mechanisms of RFC 7208 §5. Each keeps its text as the record has it, for reports. */
public sealed interface Mechanism {
  /** The mechanism as written, without its qualifier. */
  String text();

  /** RFC 7208 §5.1: matches always. */
  record All(String text) implements Mechanism {}

  /** RFC 7208 §5.2: matches if the other domain's policy passes. */
  record Include(DomainSpec domain, String text) implements Mechanism {}

  /** RFC 7208 §5.3: matches the addresses of a name; of the current domain if none is given. */
  record A(Optional<DomainSpec> domain, DualCidr cidr, String text) implements Mechanism {}

  /** RFC 7208 §5.4: matches the addresses of the mail exchangers of a name. */
  record Mx(Optional<DomainSpec> domain, DualCidr cidr, String text) implements Mechanism {}

  /** RFC 7208 §5.5, which asks not to publish it: matches names the reverse tree gives. */
  record Ptr(Optional<DomainSpec> domain, String text) implements Mechanism {}

  /** RFC 7208 §5.6, {@code ip4} and {@code ip6}: matches a network. */
  record Ip(Network network, String text) implements Mechanism {}

  /** RFC 7208 §5.7: matches if the expanded name has an A record, also for IPv6 clients. */
  record Exists(DomainSpec domain, String text) implements Mechanism {}
}
