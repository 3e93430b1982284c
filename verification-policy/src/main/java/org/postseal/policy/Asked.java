package org.postseal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.authentication.authresults.Property;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import org.postseal.signingpolicy.TrustLevel;

/**
 * What came of asking the author domain itself, with {@code XSIGNPOL} or its HTTPS twin: the local
 * method {@code x-signpol}. It is never a result of DKIM, and DMARC does not know of it.
 *
 * @param signature about the signature that was asked about, if one was
 * @param policy what the author domain has stated, now or while it is held to it
 */
public record Asked(Optional<Signature> signature, Optional<Stated> policy) {
  /** The method's name in Authentication-Results (RFC 8601 §2.7.7). */
  public static final String METHOD = "x-signpol";

  private static final Asked NOTHING = new Asked(Optional.empty(), Optional.empty());

  /** How a domain is asked. */
  public enum Way {
    /** The keyword of its mail exchanger. */
    KEYWORD,
    /** Its HTTPS twin. */
    HTTPS;

    /** As results have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A signature, with the key that was asked for.
   *
   * @param domain its {@code d=}
   * @param selector its {@code s=}
   * @param outcome what the key made of it
   * @param way how the domain was asked
   * @param trust how the domain proved itself; empty if it did not come to that
   */
  public record Signature(
      DomainName domain,
      Selector selector,
      Outcome outcome,
      Optional<Way> way,
      Optional<TrustLevel> trust) {

    /** Whether the domain, as far as it has proven itself, says that the message is its own. */
    boolean isProven() {
      return outcome instanceof Outcome.Valid && trust.filter(TrustLevel::decides).isPresent();
    }

    boolean isOpen() {
      return outcome instanceof Outcome.NotNow;
    }

    /** A valid signature of somebody who has not proven himself is not good enough here. */
    ResultWord word() {
      return switch (outcome) {
        case Outcome.Valid _ -> isProven() ? ResultWord.PASS : ResultWord.POLICY;
        case Outcome.Invalid _ -> ResultWord.FAIL;
        case Outcome.NoKey _ -> ResultWord.PERMERROR;
        case Outcome.NotNow _ -> ResultWord.TEMPERROR;
        case Outcome.NotSaid _ -> ResultWord.NONE;
      };
    }
  }

  /** What a key that was asked for makes of a signature. */
  public sealed interface Outcome {
    /** It verifies. */
    record Valid() implements Outcome {}

    /** It does not. */
    record Invalid(String reason) implements Outcome {}

    /** There is none to be used: unknown, revoked, malformed, or the sources disagree. */
    record NoKey(String reason) implements Outcome {}

    /** It could not be had, or somebody hides it; there may be one later. */
    record NotNow(String reason) implements Outcome {}

    /** The domain does not answer such questions. */
    record NotSaid() implements Outcome {}

    /** For people. */
    default Optional<String> why() {
      return switch (this) {
        case Valid _, NotSaid _ -> Optional.empty();
        case Invalid(var reason) -> Optional.of(reason);
        case NoKey(var reason) -> Optional.of(reason);
        case NotNow(var reason) -> Optional.of(reason);
      };
    }
  }

  /**
   * A policy of the author domain.
   *
   * @param sign what its mail promises
   * @param testing whether that is only being tried
   * @param trust how the domain proved itself
   */
  public record Stated(Promise sign, Testing testing, TrustLevel trust) {
    public static Stated of(PolicyStatement statement, TrustLevel trust) {
      return new Stated(statement.sign(), statement.testing(), trust);
    }

    /** Whether mail of the domain may be refused because nobody signed it. */
    boolean demandsSignatures() {
      return sign == Promise.ALL && testing == Testing.NO && trust.decides();
    }
  }

  /** Nobody was asked, and nothing is known. */
  public static Asked nothing() {
    return NOTHING;
  }

  /** Whether an aligned signature is proven to be of the author domain. */
  boolean isProvenFor(DomainName author) {
    return alignedWith(author).filter(Signature::isProven).isPresent();
  }

  /** Whether it could still be. */
  boolean isOpenFor(DomainName author) {
    return alignedWith(author).filter(Signature::isOpen).isPresent();
  }

  private Optional<Signature> alignedWith(DomainName author) {
    return signature.filter(of -> Alignment.isAligned(of.domain(), author));
  }

  /** The word of RFC 8601 for it; none if no signature was asked about. */
  public ResultWord word() {
    return signature.map(Signature::word).orElse(ResultWord.NONE);
  }

  /** How far it can be trusted: of the signature, else of the policy. */
  public Optional<TrustLevel> trust() {
    return signature.flatMap(Signature::trust).or(() -> policy.map(Stated::trust));
  }

  /** For Authentication-Results; empty if no signature was asked about. */
  public Optional<MethodResult> reported() {
    return signature.map(
        asked ->
            new MethodResult(
                METHOD,
                asked.word(),
                asked
                    .trust()
                    .map(trust -> asked.way().map(Way::word).orElse("trust") + "=" + trust),
                asked.outcome().why(),
                properties(asked)));
  }

  private static List<Property> properties(Signature asked) {
    var properties = new ArrayList<Property>();
    properties.add(new Property("header.d", asked.domain().ascii()));
    properties.add(new Property("header.s", asked.selector().ascii()));
    return properties;
  }
}
