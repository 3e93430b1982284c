package org.postseal.registry.publication;

import java.time.Duration;
import java.util.Collection;
import org.postseal.registry.key.SigningKey;

/** Key records as a zone file has them: strings of at most 255 octets (RFC 1035 §3.3). */
public final class ZoneText {

  private static final int MAX_STRING = 255;

  private ZoneText() {}

  /** One record for each key, in the given order. */
  public static String of(Collection<SigningKey> keys, Duration ttl) {
    var text = new StringBuilder();
    for (var key : keys) {
      append(text, key, ttl);
    }
    return text.toString();
  }

  /** A key record consists of letters, digits and {@code +/=; }: nothing needs escaping. */
  private static void append(StringBuilder text, SigningKey key, Duration ttl) {
    var record = key.recordText();
    text.append("; ").append(key.state().word()).append(", key ").append(key.id()).append('\n');
    text.append(key.name().recordName().ascii()).append(". ");
    text.append(ttl.toSeconds()).append(" IN TXT (");
    for (int from = 0; from < record.length(); from += MAX_STRING) {
      var string = record.substring(from, Math.min(record.length(), from + MAX_STRING));
      text.append("\n    \"").append(string).append('"');
    }
    text.append(" )\n");
  }
}
