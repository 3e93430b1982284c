package org.postseal.commandline;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.Peer;

/**
 * One message to be evaluated or signed. What a batch line leaves out, the command line's options
 * say.
 *
 * @param id as the line has it; null if it has none
 * @param recipients RFC5321.RcptTo
 * @param resolver empty: the system's
 */
record Case(
    @Nullable String id,
    Optional<MessageSource> message,
    Peer peer,
    List<String> recipients,
    Optional<Instant> now,
    Optional<String> resolver) {
  Case {
    recipients = List.copyOf(recipients);
  }

  /**
   * Reads one line of a batch.
   *
   * @throws Unusable if the case cannot be evaluated at all
   */
  static Case of(JsonNode line, Case defaults) {
    return new Case(
        text(line, "id").orElse(null),
        text(line, "message")
            .map(base64 -> (MessageSource) new MessageSource.Octets(decoded(base64)))
            .or(() -> text(line, "messageFile").map(f -> new MessageSource.File(Path.of(f))))
            .or(defaults::message),
        new Peer(
            text(line, "clientIp").map(Case::address).or(defaults.peer()::address),
            text(line, "helo").or(defaults.peer()::helo),
            text(line, "mailFrom").or(defaults.peer()::reversePath)),
        texts(line, "rcptTo").orElse(defaults.recipients()),
        text(line, "now").map(Case::instant).or(defaults::now),
        text(line, "resolver").or(defaults::resolver));
  }

  /** The key {@code id} of a line that may be no proper case otherwise. */
  static @Nullable String idOf(JsonNode line) {
    return line.path("id").isValueNode() && !line.path("id").isNull()
        ? line.path("id").asText()
        : null;
  }

  static InetAddress address(String text) {
    return parsed(text, InetAddress::ofLiteral, "not an IP address: ");
  }

  static Instant instant(String text) {
    return parsed(text, Instant::parse, "not an RFC 3339 time: ");
  }

  private static Optional<String> text(JsonNode line, String key) {
    JsonNode value = line.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw new Unusable(key + " is no string");
    }
    return Optional.of(value.asText());
  }

  private static Optional<List<String>> texts(JsonNode line, String key) {
    JsonNode values = line.path(key);
    if (values.isMissingNode() || values.isNull()) {
      return Optional.empty();
    }
    var texts = new ArrayList<String>();
    for (JsonNode value : values) {
      texts.add(value.asText());
    }
    if (!values.isArray()) {
      throw new Unusable(key + " is no list of strings");
    }
    return Optional.of(texts);
  }

  private static byte[] decoded(String base64) {
    return parsed(base64, Base64.getDecoder()::decode, "message is not base64: ");
  }

  private static <T> T parsed(String text, Function<String, T> parser, String problem) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new Unusable(problem + (text.length() > 40 ? text.substring(0, 40) + "…" : text));
    }
  }
}
