package org.postseal.smtp.command;

import java.util.Locale;
import java.util.Optional;

/** The parameters of MAIL that this library knows. */
final class MailParameters {
  /** RFC 3461 §4.4. */
  private static final int LONGEST_ENVELOPE_ID = 100;

  private MailParameters() {}

  /** Empty if the value is not one the keyword can have. */
  static Optional<MailParameter> meaning(String keyword, Optional<String> value) {
    return switch (keyword) {
      case "SIZE" -> value.flatMap(MailParameters::size);
      case "BODY" -> value.flatMap(MailParameters::body).map(MailParameter.Body::new);
      case "SMTPUTF8" -> alone(value, new MailParameter.SmtpUtf8());
      case "REQUIRETLS" -> alone(value, new MailParameter.RequireTls());
      case "RET" -> value.flatMap(MailParameters::ret).map(MailParameter.Ret::new);
      case "ENVID" ->
          value
              .filter(v -> v.length() <= LONGEST_ENVELOPE_ID && Xtext.isPrintable(v))
              .map(MailParameter.EnvelopeId::new);
      case "AUTH" -> value.filter(Xtext::isValid).map(MailParameter.SubmittedBy::new);
      default -> Optional.of(new MailParameter.Unrecognised(keyword, value));
    };
  }

  private static Optional<MailParameter> alone(Optional<String> value, MailParameter parameter) {
    return value.isEmpty() ? Optional.of(parameter) : Optional.empty();
  }

  /** {@code size-value ::= 1*20DIGIT} (RFC 1870 §3). What exceeds a long is as good as its end. */
  private static Optional<MailParameter> size(String value) {
    if (value.length() > 20 || !value.chars().allMatch(EsmtpParameters::isDigit)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MailParameter.Size(Long.parseLong(value)));
    } catch (NumberFormatException _) {
      return Optional.of(new MailParameter.Size(Long.MAX_VALUE));
    }
  }

  private static Optional<BodyType> body(String value) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "7BIT" -> Optional.of(BodyType.SEVEN_BIT);
      case "8BITMIME" -> Optional.of(BodyType.EIGHT_BIT_MIME);
      case "BINARYMIME" -> Optional.of(BodyType.BINARY_MIME);
      default -> Optional.empty();
    };
  }

  private static Optional<ReturnedContent> ret(String value) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "FULL" -> Optional.of(ReturnedContent.FULL);
      case "HDRS" -> Optional.of(ReturnedContent.HDRS);
      default -> Optional.empty();
    };
  }
}
