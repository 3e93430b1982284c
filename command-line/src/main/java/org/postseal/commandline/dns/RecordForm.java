package org.postseal.commandline.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postseal.authentication.dns.DomainName;

/** A TXT record as those write it who are to put it into the DNS. */
public enum RecordForm {
  /** A line of a zone file (RFC 1035 §5.1). */
  ZONE {
    @Override
    public String of(DomainName name, String text, long ttl) {
      return "%s. %d IN TXT %s".formatted(name, ttl, quoted(text));
    }
  },
  /** The value alone, in strings of at most 255 octets. */
  VALUE {
    @Override
    public String of(DomainName name, String text, long ttl) {
      return quoted(text);
    }
  },
  /** Local values of Terraform, for a resource of whichever provider keeps the zone. */
  TERRAFORM {
    @Override
    public String of(DomainName name, String text, long ttl) {
      return """
      locals {
        %s = {
          name    = "%s"
          type    = "TXT"
          ttl     = %d
          value   = "%s"
          strings = [%s]
        }
      }"""
          .formatted(
              "key_" + name.ascii().replaceAll("[^a-z0-9]", "_"),
              name,
              ttl,
              text,
              quoted(text).replace("\" \"", "\", \""));
    }
  };

  /** Octets of a character-string (RFC 1035 §3.3). */
  private static final int MAX_STRING = 255;

  /** The record; key records hold nothing that needs escaping. */
  public abstract String of(DomainName name, String text, long ttl);

  /** The strings of a record, each in quotes, a space between. */
  static String quoted(String text) {
    return strings(text).stream().collect(Collectors.joining("\" \"", "\"", "\""));
  }

  /** The text in strings of at most 255 octets. */
  public static List<String> strings(String text) {
    var strings = new ArrayList<String>();
    for (int from = 0; from == 0 || from < text.length(); from += MAX_STRING) {
      strings.add(text.substring(from, Math.min(text.length(), from + MAX_STRING)));
    }
    return strings;
  }
}
