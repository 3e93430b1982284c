package org.postseal.authentication.arc;

import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/** The tag list of an ARC-Seal or ARC-Message-Signature, and how its tags are read. */
record ArcTags(HeaderField field, TagList tags) {
  /** RFC 8617 §4.2.1: most instances of a chain. */
  static final int MAX_INSTANCE = 50;

  static ArcTags of(HeaderField field) throws Malformed {
    return switch (TagList.parse(field.source(), field.valueStart(), field.end())) {
      case ParsedTagList.Malformed(_, String reason) ->
          throw new Malformed(field.lowerCaseName() + ": " + reason);
      case ParsedTagList.WellFormed(TagList tags) -> new ArcTags(field, tags);
    };
  }

  Malformed malformed(String problem) {
    return new Malformed(field.lowerCaseName() + ": " + problem);
  }

  Optional<Tag> find(String name) {
    return tags.find(name);
  }

  Tag required(String name) throws Malformed {
    return tags.find(name)
        .filter(tag -> !tag.text().isEmpty())
        .orElseThrow(() -> malformed("there is no " + name + "="));
  }

  int instance() throws Malformed {
    long instance = TagList.decimal(required("i").text()).orElse(0L);
    if (instance < 1 || instance > MAX_INSTANCE) {
      throw malformed("i= is no number from 1 to " + MAX_INSTANCE);
    }
    return (int) instance;
  }

  SignatureAlgorithm algorithm() throws Malformed {
    return SignatureAlgorithm.parse(required("a").text())
        .filter(algorithm -> algorithm != SignatureAlgorithm.RSA_SHA1)
        .orElseThrow(() -> malformed("a= is not an algorithm accepted"));
  }

  DomainName domain() throws Malformed {
    return DomainName.parseOctets(required("d").compact())
        .filter(domain -> domain.ascii().indexOf('.') > 0)
        .orElseThrow(() -> malformed("d= is not a domain name"));
  }

  Selector selector() throws Malformed {
    return Selector.parseOctets(required("s").compact())
        .orElseThrow(() -> malformed("s= is not a selector"));
  }

  byte[] base64(String name) throws Malformed {
    try {
      return Base64.getDecoder().decode(required(name).compact());
    } catch (IllegalArgumentException e) {
      throw malformed(name + "= is not base64");
    }
  }

  OptionalLong seconds(String name) throws Malformed {
    Optional<Tag> tag = tags.find(name);
    if (tag.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        TagList.decimal(tag.get().text())
            .orElseThrow(() -> malformed(name + "= is not a number of seconds")));
  }

  /** The field as it is hashed: without the value of {@code b=}. */
  HeaderField withoutSignature() throws Malformed {
    Tag b = required("b");
    return field.without(b.valueStart(), b.valueEnd());
  }
}
