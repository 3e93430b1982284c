package org.postseal.signingpolicy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postseal.authentication.dns.DomainName;

/**
 * The signing policy of a domain, in one line:
 *
 * <pre>{@code
 * v=SIGNPOL1; d=example.com; sign=all; testing=n; id=20261123a; max_age=86400; keys=dns,smtp
 * }</pre>
 *
 * @param domain {@code d=}, whose mail it is about
 * @param sign {@code sign=}
 * @param testing {@code testing=}; without it {@code n}
 * @param id {@code id=}: 1 to 32 letters and digits that change when the policy does
 * @param maxAge {@code max_age=}, whole seconds: how long a reader may hold the domain to it
 * @param keys {@code keys=}: where its keys can be had; without it in the DNS. Words that are not
 *     known are passed over, so it may be empty
 */
public record PolicyStatement(
    DomainName domain,
    Promise sign,
    Testing testing,
    String id,
    Duration maxAge,
    Set<KeyPlace> keys)
    implements Statement {

  /**
   * Nobody is held to a policy longer than a year (RFC 8461 §3.2). A longer one is read as this.
   */
  public static final Duration LONGEST_AGE = Duration.ofDays(365).plusHours(6);

  private static final String VERSION = "SIGNPOL1";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

  public PolicyStatement {
    if (!domain.isHostName()) {
      throw new IllegalArgumentException("not a mail domain");
    }
    if (!isId(id)) {
      throw new IllegalArgumentException("not an id");
    }
    if (!Tags.isSeconds(maxAge, LONGEST_AGE)) {
      throw new IllegalArgumentException("not a max_age");
    }
    keys =
        keys.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(keys)); // in order
  }

  /** {@code id = 1*32( ALPHA / DIGIT )}. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  @Override
  public List<String> lines() {
    return List.of(line());
  }

  /** The one line. */
  public String line() {
    return "v=%s; d=%s; sign=%s; testing=%s; id=%s; max_age=%d; keys=%s"
        .formatted(
            VERSION,
            domain.ascii(),
            sign.word(),
            testing.word(),
            id,
            maxAge.toSeconds(),
            keys.stream().map(KeyPlace::word).collect(Collectors.joining(",")));
  }

  /** Reads a line that came from somebody else, each octet as an ISO-8859-1 character. */
  public static Reading<PolicyStatement> read(String line) {
    return Tags.read(line, PolicyStatement::of);
  }

  private static Reading<PolicyStatement> of(Tags tags) {
    if (!tags.startsWith("v", VERSION)) {
      return new Reading.Malformed<>("a policy begins with v=" + VERSION);
    }
    var domain = tags.domain("d");
    if (domain.isEmpty()) {
      return new Reading.Malformed<>("the policy has no domain in d=");
    }
    var sign = tags.text("sign").map(word -> Promise.of(word).orElse(Promise.NONE));
    if (sign.isEmpty()) {
      return new Reading.Malformed<>("the policy has no sign=");
    }
    var testing = testing(tags);
    if (testing.isEmpty()) {
      return new Reading.Malformed<>("testing= is neither y nor n");
    }
    var id = tags.text("id").filter(PolicyStatement::isId);
    if (id.isEmpty()) {
      return new Reading.Malformed<>("the policy has no id of 1 to 32 letters and digits");
    }
    var maxAge = tags.seconds("max_age");
    if (maxAge.isEmpty()) {
      return new Reading.Malformed<>("the policy has no max_age in seconds");
    }
    return new Reading.WellFormed<>(
        new PolicyStatement(
            domain.get(),
            sign.get(),
            testing.get(),
            id.get(),
            Duration.ofSeconds(Math.min(maxAge.get(), LONGEST_AGE.toSeconds())),
            tags.text("keys").map(PolicyStatement::places).orElse(Set.of(KeyPlace.DNS))));
  }

  private static Optional<Testing> testing(Tags tags) {
    String text = tags.text("testing").orElse(Testing.NO.word());
    return Stream.of(Testing.values()).filter(one -> one.word().equalsIgnoreCase(text)).findFirst();
  }

  private static Set<KeyPlace> places(String list) {
    var words = Stream.of(list.split(",", -1)).map(String::strip).toList();
    return Stream.of(KeyPlace.values())
        .filter(place -> words.stream().anyMatch(place.word()::equalsIgnoreCase))
        .collect(Collectors.toSet());
  }
}
