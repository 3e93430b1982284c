package org.postseal.authentication.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/** Reads DKIM-Signature fields in the order of RFC 6376 §6.1.1. */
final class SignatureParser {
  private SignatureParser() {}

  /** What came of it; the claims are there in any case. */
  sealed interface Parsed {
    DkimResult.Claims claims();

    record WellFormed(DkimResult.Claims claims, DkimSignature signature) implements Parsed {}

    record Defective(DkimResult.Claims claims, DkimOutcome.Failure failure) implements Parsed {}
  }

  /** Leaves the parser for the nearest {@code Defective}; never leaves this class. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient DkimOutcome.Failure failure;

    Stop(DkimDefect defect, String reason) {
      super(reason, null, false, false);
      this.failure = new DkimOutcome.Failure(defect, reason);
    }
  }

  /** Of a field with more than {@code mostTags} tags nothing but those is read. */
  static Parsed parse(HeaderField field, int mostTags) {
    ParsedTagList list = TagList.parse(field.source(), field.valueStart(), field.end(), mostTags);
    DkimResult.Claims claims = claims(field, list.tags());
    return switch (list) {
      case ParsedTagList.Malformed(_, String reason) ->
          new Parsed.Defective(
              claims, new DkimOutcome.Failure(DkimDefect.MALFORMED_SIGNATURE, reason));
      case ParsedTagList.WellFormed(TagList tags) -> {
        try {
          yield new Parsed.WellFormed(claims, signature(field, tags, claims));
        } catch (Stop stop) {
          yield new Parsed.Defective(claims, stop.failure);
        }
      }
    };
  }

  private static DkimResult.Claims claims(HeaderField field, TagList tags) {
    Optional<DomainName> domain = tags.find("d").map(Tag::compact).flatMap(DomainName::parseOctets);
    return new DkimResult.Claims(
        field.index(),
        domain,
        tags.find("s").map(Tag::compact).flatMap(Selector::parseOctets),
        tags.find("i")
            .map(i -> QuotedPrintable.decode(i.compact()))
            .or(() -> domain.map(d -> "@" + d.ascii())),
        tags.find("a").map(Tag::compact),
        tags.find("b").map(Tag::compact).orElse(""));
  }

  private static DkimSignature signature(
      HeaderField field, TagList tags, DkimResult.Claims claims) {
    if (!required(tags, "v").text().equals("1")) {
      throw new Stop(DkimDefect.UNSUPPORTED_VERSION, "v= is not 1");
    }
    for (String name : List.of("a", "b", "bh", "d", "h", "s")) {
      if (required(tags, name).text().isEmpty()) {
        throw malformed(name + "= is empty");
      }
    }
    DomainName domain =
        claims
            .domain()
            .filter(d -> d.ascii().indexOf('.') > 0)
            .orElseThrow(() -> malformed("d= is not a domain name"));
    Selector selector = claims.selector().orElseThrow(() -> malformed("s= is not a selector"));
    DomainName identityDomain = identityDomain(tags, domain);
    List<String> signedNames = signedNames(required(tags, "h"));
    if (!signedNames.contains("from")) {
      throw new Stop(DkimDefect.FROM_NOT_SIGNED, "h= does not name From");
    }
    OptionalLong timestamp = seconds(tags, "t");
    OptionalLong expiration = seconds(tags, "x");
    if (timestamp.isPresent()
        && expiration.isPresent()
        && expiration.getAsLong() < timestamp.getAsLong()) {
      throw malformed("x= is before t=");
    }
    List<String> queryMethods = queryMethods(tags);
    SignatureAlgorithm algorithm =
        SignatureAlgorithm.parse(required(tags, "a").text())
            .orElseThrow(
                () -> new Stop(DkimDefect.UNSUPPORTED_ALGORITHM, "a= is not an algorithm known"));
    Canonicalization header = headerCanonicalization(tags);
    if (tags.find("l").isPresent() && TagList.decimal(tags.find("l").get().text()).isEmpty()) {
      throw malformed("l= is not a number");
    }
    BodyDigestSpec body =
        BodyDigestSpec.askedBy(tags, Canonicalization.SIMPLE)
            .orElseThrow(
                () ->
                    new Stop(
                        DkimDefect.UNSUPPORTED_CANONICALIZATION,
                        "c= is not a canonicalization known"));
    Tag signatureTag = required(tags, "b");
    return new DkimSignature(
        field,
        signatureTag,
        base64("b", claims.signature()),
        base64("bh", required(tags, "bh").compact()),
        algorithm,
        header,
        body,
        domain,
        selector,
        identityDomain,
        signedNames,
        new DkimSignature.Times(timestamp, expiration),
        queryMethods);
  }

  private static Tag required(TagList tags, String name) {
    return tags.find(name).orElseThrow(() -> malformed("there is no " + name + "="));
  }

  private static Stop malformed(String reason) {
    return new Stop(DkimDefect.MALFORMED_SIGNATURE, reason);
  }

  /** {@code sig-i-tag = %x69 [FWS] "=" [FWS] [ Local-part ] "@" domain-name}. */
  private static DomainName identityDomain(TagList tags, DomainName domain) {
    Optional<Tag> tag = tags.find("i");
    if (tag.isEmpty()) {
      return domain;
    }
    String identity = QuotedPrintable.decode(tag.get().compact());
    int at = identity.lastIndexOf('@');
    DomainName identityDomain =
        (at < 0 ? Optional.<DomainName>empty() : DomainName.parse(identity.substring(at + 1)))
            .orElseThrow(() -> malformed("i= is not an identifier"));
    if (!identityDomain.isSameOrSubdomainOf(domain)) {
      throw new Stop(
          DkimDefect.IDENTITY_OUTSIDE_DOMAIN, "the domain of i= is not d= or a subdomain of it");
    }
    return identityDomain;
  }

  /**
   * {@code sig-h-tag = %x68 [FWS] "=" [FWS] hdr-name *( [FWS] ":" [FWS] hdr-name )}. Signers in use
   * end it with a colon; an empty name selects nothing, so that they verify all the same.
   */
  static List<String> signedNames(Tag h) {
    var names = new ArrayList<String>();
    for (String part : h.text().split(":", -1)) {
      String name = part.strip();
      if (!isPrintable(name)) {
        throw malformed("h= holds what is no name of a header field");
      }
      if (!name.isEmpty()) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static boolean isPrintable(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) >= 127) {
        return false;
      }
    }
    return true;
  }

  /** RFC 6376 §3.5 {@code q=}: methods not known are passed over; dns/txt must be among them. */
  private static List<String> queryMethods(TagList tags) {
    Optional<Tag> q = tags.find("q");
    if (q.isEmpty()) {
      return List.of("dns/txt");
    }
    var methods = List.of(q.get().compact().toLowerCase(Locale.ROOT).split(":", -1));
    if (!methods.contains("dns/txt")) {
      throw new Stop(DkimDefect.UNSUPPORTED_QUERY_METHOD, "q= does not name dns/txt");
    }
    return methods;
  }

  private static Canonicalization headerCanonicalization(TagList tags) {
    Optional<Tag> c = tags.find("c");
    if (c.isEmpty()) {
      return Canonicalization.SIMPLE;
    }
    String text = c.get().compact();
    int slash = text.indexOf('/');
    return Canonicalization.parse(slash < 0 ? text : text.substring(0, slash))
        .orElseThrow(
            () ->
                new Stop(
                    DkimDefect.UNSUPPORTED_CANONICALIZATION, "c= is not a canonicalization known"));
  }

  private static OptionalLong seconds(TagList tags, String name) {
    Optional<Tag> tag = tags.find(name);
    if (tag.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        TagList.decimal(tag.get().text())
            .orElseThrow(() -> malformed(name + "= is not a number of seconds")));
  }

  private static byte[] base64(String name, String value) {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw malformed(name + "= is not base64");
    }
  }
}
