package org.postseal.authentication.spf;

import java.util.Locale;

/**
 * Writes the trace field {@code Received-SPF}, RFC 7208 §9.1. Authentication-Results says the same
 * to programs; this is for those who still read it. Whatever a stranger supplied is made printable,
 * quoted and shortened.
 */
public final class ReceivedSpf {
  private static final String FOLD = "\r\n\t";
  private static final int MAX_VALUE = 256;

  private ReceivedSpf() {}

  /** The field, folded, without its final CRLF. */
  public static String field(SpfQuestion question, SpfResult result) {
    var field = new StringBuilder("Received-SPF: ").append(result.outcome().word());
    pair(field, "receiver", question.receiver());
    pair(
        field,
        "identity",
        switch (result.identity()) {
          case MAIL_FROM -> "mailfrom";
          case HELO -> "helo";
        });
    question.reversePath().ifPresent(path -> pair(field, "envelope-from", path));
    question.helo().ifPresent(helo -> pair(field, "helo", helo));
    pair(field, "client-ip", AddressText.readable(question.client()));
    switch (result.outcome()) {
      case SpfOutcome.Pass _, SpfOutcome.Fail _, SpfOutcome.SoftFail _, SpfOutcome.Neutral _ ->
          pair(
              field,
              "mechanism",
              result.outcome().mechanism().map(Mechanism::text).orElse("default"));
      case SpfOutcome.TemporaryError(var reason) -> pair(field, "problem", reason);
      case SpfOutcome.PermanentError(var reason) -> pair(field, "problem", reason);
      case SpfOutcome.None _ -> {}
    }
    return field.toString();
  }

  /**
   * <pre>
   * key-value-list = key-value-pair *( ";" [CFWS] key-value-pair ) [";"]
   * key-value-pair = key [CFWS] "=" ( dot-atom / quoted-string )
   * </pre>
   */
  private static void pair(StringBuilder field, String key, String value) {
    field.append(FOLD).append(key).append('=').append(isDotAtom(value) ? value : quoted(value));
    field.append(';');
  }

  /** RFC 5322 §3.2.3. */
  private static boolean isDotAtom(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_VALUE
        && !text.startsWith(".")
        && !text.endsWith(".")
        && !text.contains("..")
        && text.toLowerCase(Locale.ROOT)
            .chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= '0' && c <= '9')
                        || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0);
  }

  private static String quoted(String text) {
    return "\""
        + Printable.shortened(text, MAX_VALUE).replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"";
  }
}
