package org.postseal.authentication.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.message.Canonicalization;

/**
 * What our signatures look like.
 *
 * @param identity {@code i=}; it must lie in the domain of every key
 * @param queryMethods {@code q=}; without any there is no such tag, which means {@code dns/txt}
 */
public record SigningProfile(
    Canonicalization header,
    Canonicalization body,
    Names names,
    Timestamp timestamp,
    Expiration expiration,
    Optional<String> identity,
    List<String> queryMethods) {

  public SigningProfile {
    queryMethods = List.copyOf(queryMethods);
  }

  /** Without a tag {@code q=}. */
  public SigningProfile(
      Canonicalization header,
      Canonicalization body,
      Names names,
      Timestamp timestamp,
      Expiration expiration,
      Optional<String> identity) {
    this(header, body, names, timestamp, expiration, identity, List.of());
  }

  /** The same with these query methods, in this order; {@code dns/txt} should be the first. */
  public SigningProfile withQueryMethods(List<String> methods) {
    return new SigningProfile(header, body, names, timestamp, expiration, identity, methods);
  }

  /** relaxed/relaxed, our list of fields with over-signing, {@code t=} now, {@code x=} in 7 d. */
  public static final SigningProfile DEFAULT =
      new SigningProfile(
          Canonicalization.RELAXED,
          Canonicalization.RELAXED,
          new Names.Protected(),
          new Timestamp.Now(),
          new Expiration.After(Duration.ofDays(7)),
          Optional.empty());

  /** Which header fields {@code h=} names. */
  public sealed interface Names {
    /** Those of {@link ProtectedFields}. */
    record Protected() implements Names {}

    /** Exactly these, in this order and spelling. */
    record Exactly(List<String> names) implements Names {
      public Exactly {
        names = List.copyOf(names);
      }
    }
  }

  /** The tag {@code t=}. */
  public sealed interface Timestamp {
    /** The time of signing. */
    record Now() implements Timestamp {}

    /** A given time, in seconds since 1970. */
    record At(long seconds) implements Timestamp {}

    /** No such tag. */
    record None() implements Timestamp {}
  }

  /** The tag {@code x=}. */
  public sealed interface Expiration {
    /** So long after {@code t=}, or after the time of signing where there is no {@code t=}. */
    record After(Duration validity) implements Expiration {}

    /** A given time, in seconds since 1970. */
    record At(long seconds) implements Expiration {}

    /** No such tag: the signature never expires. */
    record Never() implements Expiration {}
  }
}
