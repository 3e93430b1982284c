package org.postseal.smtp.reply;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a server offers in its reply to EHLO (RFC 5321 §4.1.1.1): its name, and the extension
 * keywords in upper case with their parameters as they came.
 */
public record EhloCapabilities(String serverName, Map<String, List<String>> extensions) {

  /** For a server that only understood HELO. */
  public static EhloCapabilities none(String serverName) {
    return new EhloCapabilities(serverName, Map.of());
  }

  /** Reads a positive reply to EHLO. Lines that are no keyword line are passed over. */
  public static EhloCapabilities of(Reply reply) {
    var extensions = new LinkedHashMap<String, List<String>>();
    for (var line : reply.lines().subList(1, reply.lines().size())) {
      var words = line.strip().split("[ \t]+", -1);
      var keyword = words[0].toUpperCase(Locale.ROOT);
      if (keyword.startsWith("AUTH=")) {
        // The form of a draft that old servers still offer beside the standard one.
        continue;
      }
      if (!keyword.isEmpty()) {
        extensions.putIfAbsent(keyword, List.copyOf(Arrays.asList(words).subList(1, words.length)));
      }
    }
    var greeting = reply.lines().getFirst().strip();
    int space = greeting.indexOf(' ');
    return new EhloCapabilities(
        space < 0 ? greeting : greeting.substring(0, space), Map.copyOf(extensions));
  }

  /**
   * Whether the server offers an extension.
   *
   * @param keyword in upper case
   */
  public boolean offers(String keyword) {
    return extensions.containsKey(keyword);
  }

  /** RFC 2920. */
  public boolean pipelining() {
    return offers("PIPELINING");
  }

  /** RFC 6152. */
  public boolean eightBitMime() {
    return offers("8BITMIME");
  }

  /** RFC 6531. */
  public boolean smtpUtf8() {
    return offers("SMTPUTF8");
  }

  /** RFC 3461. */
  public boolean dsn() {
    return offers("DSN");
  }

  /** RFC 8689; means something inside of TLS only. */
  public boolean requireTls() {
    return offers("REQUIRETLS");
  }

  /** RFC 3207. */
  public boolean startTls() {
    return offers("STARTTLS");
  }

  /** RFC 1870. */
  public boolean size() {
    return offers("SIZE");
  }

  /** The largest content in octets; empty if the server names none, or 0 (RFC 1870 §3). */
  public OptionalLong sizeLimit() {
    var parameters = extensions.getOrDefault("SIZE", List.of());
    if (parameters.isEmpty() || !parameters.getFirst().matches("[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    long limit = Long.parseLong(parameters.getFirst());
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /**
   * A limit the server announces for this session (RFC 9422 §3), such as {@code RCPTMAX}; empty if
   * it names none, or none that is a number above 0.
   */
  public OptionalInt limit(String name) {
    for (var word : extensions.getOrDefault("LIMITS", List.of())) {
      int equals = word.indexOf('=');
      if (equals > 0
          && word.substring(0, equals).equalsIgnoreCase(name)
          && word.substring(equals + 1).matches("[1-9][0-9]{0,5}")) {
        return OptionalInt.of(Integer.parseInt(word.substring(equals + 1)));
      }
    }
    return OptionalInt.empty();
  }

  /** SASL mechanisms in upper case, in the server's order. */
  public List<String> authMechanisms() {
    return extensions.getOrDefault("AUTH", List.of()).stream()
        .map(m -> m.toUpperCase(Locale.ROOT))
        .toList();
  }
}
