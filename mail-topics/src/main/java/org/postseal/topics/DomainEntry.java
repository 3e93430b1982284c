package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

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
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DomainEntry(
    String domain,
    boolean local,
    boolean signed,
    SigningPolicy signingPolicy,
    boolean testing,
    Optional<Mode> mode) {

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
