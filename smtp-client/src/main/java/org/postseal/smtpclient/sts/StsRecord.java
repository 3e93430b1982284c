package org.postseal.smtpclient.sts;

import java.util.List;
import java.util.Optional;

/**
 * {@code _mta-sts} TXT (RFC 8461 §3.1): says that there is a policy, and by its id that there is
 * another one.
 */
final class StsRecord {
  private static final String VERSION = "v=STSv1";

  private StsRecord() {}

  /** The id; empty if there is no record, more than one, or none that can be read. */
  static Optional<String> id(List<String> texts) {
    var records = texts.stream().filter(StsRecord::isOurs).toList();
    if (records.size() != 1) {
      return Optional.empty(); // §3.1: as if the domain had no policy
    }
    for (var field : records.getFirst().substring(VERSION.length()).split(";", -1)) {
      var text = field.strip();
      if (text.startsWith("id=")) {
        return Optional.of(text.substring(3)).filter(id -> id.matches("[A-Za-z0-9]{1,32}"));
      }
    }
    return Optional.empty();
  }

  private static boolean isOurs(String text) {
    if (!text.startsWith(VERSION)) {
      return false;
    }
    var rest = text.substring(VERSION.length()).strip();
    return rest.isEmpty() || rest.startsWith(";");
  }
}
