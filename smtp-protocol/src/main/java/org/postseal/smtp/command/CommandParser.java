package org.postseal.smtp.command;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.PathLimits;
import org.postseal.smtp.path.PathParser;
import org.postseal.smtp.path.PathResult;
import org.postseal.smtp.path.ReversePath;

/**
 * Reads a command from the octets of one line without its CRLF (RFC 5321 §4.1.1).
 *
 * <p>Verbs and keywords are recognised in any case, white space before the line end is tolerated
 * (§4.1.1), and so are blanks behind {@code FROM:}, which many write; everything else is held to
 * the grammar: no path without brackets. A line is never thrown out as a whole when its verb was
 * understood, so that the reply can name what is wrong.
 */
public final class CommandParser {
  private static final int LONGEST_VERB_KEPT = 12;

  private final PathLimits limits;

  /** Reads paths within these limits. */
  public CommandParser(PathLimits limits) {
    this.limits = limits;
  }

  /** Never fails: what cannot be understood comes back as Unknown or Malformed. */
  public SmtpCommand parse(byte[] octets, int offset, int length) {
    int end = offset + length;
    while (end > offset && isBlank(octets[end - 1])) {
      end--;
    }
    int verbEnd = offset;
    while (verbEnd < end && isLetter(octets[verbEnd])) {
      verbEnd++;
    }
    var verb =
        verbEnd == end || octets[verbEnd] == ' '
            ? Verbs.find(octets, offset, verbEnd - offset)
            : Optional.<Verb>empty();
    if (verb.isEmpty()) {
      return new SmtpCommand.Unknown(printable(octets, offset, end));
    }
    int argument = verbEnd;
    while (argument < end && octets[argument] == ' ') {
      argument++;
    }
    return parse(verb.get(), new Argument(octets, argument, end));
  }

  /** The octets of one line after the verb and its space. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Argument(byte[] octets, int start, int end) {
    boolean isEmpty() {
      return start == end;
    }
  }

  private SmtpCommand parse(Verb verb, Argument argument) {
    return switch (verb) {
      case EHLO, HELO -> greeting(verb, argument);
      case MAIL -> mail(argument);
      case RCPT -> rcpt(argument);
      case DATA -> alone(verb, argument, new SmtpCommand.Data());
      case BDAT -> bdat(argument);
      case RSET -> alone(verb, argument, new SmtpCommand.Rset());
      case QUIT -> alone(verb, argument, new SmtpCommand.Quit());
      case STARTTLS -> alone(verb, argument, new SmtpCommand.StartTls());
      case NOOP -> new SmtpCommand.Noop();
      case HELP -> new SmtpCommand.Help();
      case AUTH -> auth(argument);
      case XCLIENT -> xclient(argument);
      case XSIGNPOL ->
          new SmtpCommand.Xsignpol(text(argument.octets, argument.start, argument.end));
      case VRFY, EXPN -> lookup(verb, argument);
    };
  }

  private static SmtpCommand alone(Verb verb, Argument argument, SmtpCommand command) {
    return argument.isEmpty()
        ? command
        : malformed(verb, CommandDefect.ARGUMENT_NOT_ALLOWED, "no argument allowed");
  }

  /**
   * {@code "EHLO" SP ( Domain / address-literal )}. Clients send all kinds of names here and RFC
   * 5321 §4.1.4 forbids to refuse mail for it, so anything printable passes.
   */
  private static SmtpCommand greeting(Verb verb, Argument argument) {
    if (argument.isEmpty()) {
      return malformed(verb, CommandDefect.ARGUMENT_MISSING, "a domain or address literal");
    }
    for (int i = argument.start; i < argument.end; i++) {
      if (argument.octets[i] <= ' ' || argument.octets[i] == 0x7f) {
        return malformed(verb, CommandDefect.ARGUMENT_SYNTAX, "a domain or address literal");
      }
    }
    if (argument.end - argument.start > 255) {
      return malformed(verb, CommandDefect.ARGUMENT_SYNTAX, "domain too long");
    }
    var name = text(argument.octets, argument.start, argument.end);
    return verb == Verb.EHLO ? new SmtpCommand.Ehlo(name) : new SmtpCommand.Helo(name);
  }

  /** {@code "MAIL FROM:" Reverse-path [SP Mail-parameters]}. */
  private SmtpCommand mail(Argument argument) {
    int path = afterKeyword("FROM:", argument);
    if (path < 0) {
      return malformed(Verb.MAIL, CommandDefect.ARGUMENT_SYNTAX, "MAIL FROM:<reverse-path>");
    }
    return switch (PathParser.reversePath(argument.octets, path, argument.end, limits)) {
      case PathResult.Defective<?>(var defect, _) ->
          malformed(Verb.MAIL, CommandDefect.REVERSE_PATH, defect.explanation());
      case PathResult.Parsed<ReversePath>(var reversePath, var after) ->
          switch (EsmtpParameters.parse(
              argument.octets, after, argument.end, MailParameters::meaning)) {
            case EsmtpParameters.Parsed<MailParameter>(var parameters) ->
                new SmtpCommand.Mail(reversePath, parameters);
            case EsmtpParameters.Defective<MailParameter>(var defect, var explanation) ->
                malformed(Verb.MAIL, defect, explanation);
          };
    };
  }

  /** {@code "RCPT TO:" Forward-path [SP Rcpt-parameters]}. */
  private SmtpCommand rcpt(Argument argument) {
    int path = afterKeyword("TO:", argument);
    if (path < 0) {
      return malformed(Verb.RCPT, CommandDefect.ARGUMENT_SYNTAX, "RCPT TO:<forward-path>");
    }
    return switch (PathParser.forwardPath(argument.octets, path, argument.end, limits)) {
      case PathResult.Defective<?>(var defect, _) ->
          malformed(Verb.RCPT, CommandDefect.FORWARD_PATH, defect.explanation());
      case PathResult.Parsed<ForwardPath>(var forwardPath, var after) ->
          switch (EsmtpParameters.parse(
              argument.octets, after, argument.end, RcptParameters::meaning)) {
            case EsmtpParameters.Parsed<RcptParameter>(var parameters) ->
                new SmtpCommand.Rcpt(forwardPath, parameters);
            case EsmtpParameters.Defective<RcptParameter>(var defect, var explanation) ->
                malformed(Verb.RCPT, defect, explanation);
          };
    };
  }

  /** {@code bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CR LF} (RFC 3030 §2). */
  private static SmtpCommand bdat(Argument argument) {
    var words = text(argument.octets, argument.start, argument.end).split(" +", -1);
    boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
    if (!words[0].matches("[0-9]{1,18}") || (words.length > 1 && !last)) {
      return malformed(Verb.BDAT, CommandDefect.ARGUMENT_SYNTAX, "BDAT octets [LAST]");
    }
    return new SmtpCommand.Bdat(Long.parseLong(words[0]), last);
  }

  /** {@code "AUTH" SP mechanism [SP initial-response]} (RFC 4954 §4). */
  private static SmtpCommand auth(Argument argument) {
    int end = argument.start;
    while (end < argument.end && isMechanism(argument.octets[end])) {
      end++;
    }
    int mechanismLength = end - argument.start;
    if (mechanismLength == 0) {
      return malformed(Verb.AUTH, CommandDefect.ARGUMENT_MISSING, "AUTH mechanism");
    }
    var mechanism =
        mechanismLength <= 20
            ? text(argument.octets, argument.start, end).toUpperCase(Locale.ROOT)
            : "";
    if (mechanism.isEmpty() || (end < argument.end && argument.octets[end] != ' ')) {
      return malformed(Verb.AUTH, CommandDefect.ARGUMENT_SYNTAX, "AUTH mechanism");
    }
    if (end == argument.end) {
      return new SmtpCommand.Auth(mechanism, Optional.empty());
    }
    var response = text(argument.octets, end + 1, argument.end);
    return response.indexOf(' ') >= 0
        ? malformed(Verb.AUTH, CommandDefect.ARGUMENT_SYNTAX, "one initial response")
        : new SmtpCommand.Auth(mechanism, Optional.of(response.equals("=") ? "" : response));
  }

  /** {@code "XCLIENT" 1*( SP attribute-name "=" attribute-value )}. */
  private static SmtpCommand xclient(Argument argument) {
    if (argument.isEmpty()) {
      return malformed(Verb.XCLIENT, CommandDefect.ARGUMENT_MISSING, "XCLIENT attribute=value");
    }
    return switch (EsmtpParameters.parse(
        argument.octets, argument.start - 1, argument.end, XclientAttribute::meaning)) {
      case EsmtpParameters.Parsed<XclientAttribute>(var attributes) ->
          new SmtpCommand.Xclient(
              attributes.stream()
                  .filter(XclientAttribute.Addr.class::isInstance)
                  .map(XclientAttribute.Addr.class::cast)
                  .findFirst());
      case EsmtpParameters.Defective<XclientAttribute>(var defect, var explanation) ->
          malformed(Verb.XCLIENT, defect, explanation);
    };
  }

  private static SmtpCommand lookup(Verb verb, Argument argument) {
    if (argument.isEmpty()) {
      return malformed(verb, CommandDefect.ARGUMENT_MISSING, "a user or a mailing list");
    }
    var name = printable(argument.octets, argument.start, argument.end);
    return verb == Verb.VRFY ? new SmtpCommand.Vrfy(name) : new SmtpCommand.Expn(name);
  }

  /** The index after the keyword, or -1. */
  private static int afterKeyword(String keyword, Argument argument) {
    int after = argument.start + keyword.length();
    if (after > argument.end) {
      return -1;
    }
    for (int i = 0; i < keyword.length(); i++) {
      if (Verbs.upper(argument.octets[argument.start + i]) != keyword.charAt(i)) {
        return -1;
      }
    }
    while (after < argument.end && argument.octets[after] == ' ') {
      after++;
    }
    return after;
  }

  private static SmtpCommand malformed(Verb verb, CommandDefect defect, String explanation) {
    return new SmtpCommand.Malformed(verb, defect, explanation);
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The first word, fit for a log line: other octets become question marks. */
  private static String printable(byte[] octets, int from, int to) {
    var word = new StringBuilder(LONGEST_VERB_KEPT);
    for (int i = from; i < to && word.length() < LONGEST_VERB_KEPT && octets[i] != ' '; i++) {
      int upper = Verbs.upper(octets[i]);
      word.append(upper > ' ' && upper < 0x7f ? (char) upper : '?');
    }
    return word.toString();
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  private static boolean isLetter(byte octet) {
    return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
  }

  private static boolean isMechanism(byte octet) {
    return isLetter(octet) || (octet >= '0' && octet <= '9') || octet == '-' || octet == '_';
  }
}
