package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * A domain or a network an operator has given up on, on {@code registry.blocklist}; a record
 * without a value takes it off the list. The record's key is the domain or the network.
 *
 * @param domain lower-case A-labels, if it is a domain
 * @param network such as {@code 192.0.2.0/24}, if it is a network
 * @param reason for people
 * @param author who put it there
 * @param since when
 * @param expires from when on it counts no more; empty: never
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record BlocklistEntry(
    Optional<String> domain,
    Optional<String> network,
    String reason,
    String author,
    Instant since,
    Optional<Instant> expires) {

  /** Of a domain, for ever. */
  public BlocklistEntry(String domain, String reason, String author, Instant since) {
    this(Optional.of(domain), Optional.empty(), reason, author, since, Optional.empty());
  }

  /** Of whatever can be listed. */
  public static BlocklistEntry of(
      BlockedName name, String reason, String author, Instant since, Optional<Instant> expires) {
    return switch (name) {
      case BlockedName.Domain _ ->
          new BlocklistEntry(
              Optional.of(name.text()), Optional.empty(), reason, author, since, expires);
      case BlockedName.Network _ ->
          new BlocklistEntry(
              Optional.empty(), Optional.of(name.text()), reason, author, since, expires);
    };
  }

  /** The key. */
  @JsonIgnore
  public String name() {
    return domain.or(() -> network).orElse("");
  }

  /** Whether it counts at this time. */
  public boolean countsAt(Instant now) {
    return expires.isEmpty() || now.isBefore(expires.get());
  }
}
