package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postseal.authentication.dns.DomainName;

/**
 * What the registry holds about a domain, on {@code registry.domains}; a record without a value
 * deletes it.
 *
 * @param domain lower-case A-labels; the key
 * @param local whether we receive mail for it
 * @param signed whether it is ours to sign for: submissions from it must be signed
 * @param signingPolicy what its mail promises; for a domain of others this is the operator's word
 * @param testing whether the signing policy is only being tried: reported, not enforced
 * @param mode how strictly mail for it is judged; absent: the verifier's default
 * @param subdomains whether signing and policy are those of the names below it too; absent: they
 *     are
 * @param keyRotation how its signing keys take turns; absent: as the registry's settings say
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DomainEntry(
    String domain,
    boolean local,
    boolean signed,
    SigningPolicy signingPolicy,
    boolean testing,
    Optional<Mode> mode,
    Optional<Subdomains> subdomains,
    Optional<KeyRotation> keyRotation) {

  /** An entry whose keys take turns as those of all domains. */
  public DomainEntry(
      String domain,
      boolean local,
      boolean signed,
      SigningPolicy signingPolicy,
      boolean testing,
      Optional<Mode> mode,
      Optional<Subdomains> subdomains) {
    this(domain, local, signed, signingPolicy, testing, mode, subdomains, Optional.empty());
  }

  /** An entry that says nothing of the names below it. */
  public DomainEntry(
      String domain,
      boolean local,
      boolean signed,
      SigningPolicy signingPolicy,
      boolean testing,
      Optional<Mode> mode) {
    this(domain, local, signed, signingPolicy, testing, mode, Optional.empty());
  }

  /**
   * The entry that says whether mail of a domain is signed: its own, else the nearest above it,
   * unless that leaves out the names below it.
   *
   * @param entries what there is of exactly a domain
   */
  public static Optional<DomainEntry> speakingFor(
      DomainName domain, Function<DomainName, Optional<DomainEntry>> entries) {
    var own = entries.apply(domain);
    if (own.isPresent()) {
      return own;
    }
    return Stream.iterate(domain.parent(), Optional::isPresent, above -> above.get().parent())
        .flatMap(above -> above.flatMap(entries).stream())
        .findFirst()
        .filter(entry -> entry.subdomains().orElse(Subdomains.COVERED) == Subdomains.COVERED);
  }

  /** Whether an entry speaks for the names below its domain that have none of their own. */
  public enum Subdomains {
    /** They are signed as it is, and promise what it promises. */
    COVERED,
    /** Nothing is known about them. */
    NOT_COVERED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static Subdomains of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** The plan's "mail sent from this fqdn should be signed". */
  public enum SigningPolicy {
    /** Every message of the domain is signed: an unsigned one is forged. */
    ALL,
    /** Some are. */
    SOME,
    /** Nothing is known. */
    NONE;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static SigningPolicy of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether a decision is carried out. */
  public enum Mode {
    /** Forgeries are refused. */
    ENFORCE,
    /** Everything is evaluated and nothing refused. */
    MONITOR;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
