package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postseal.smtp.command.CommandParser;
import org.postseal.smtp.command.MailParameter;
import org.postseal.smtp.command.RcptParameter;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.path.PathLimits;

/** One command line: a command, and MAIL and RCPT the same when written again. */
final class CommandAttack implements Attack {
  private static final CommandParser PARSER = new CommandParser(PathLimits.GENEROUS);

  /** Writing may need more room than reading allowed: quotes, and names in lower case. */
  private static final CommandParser PATIENT = new CommandParser(new PathLimits(9999, 9999, 9999));

  @Override
  public void with(byte[] octets) {
    byte[] around = new byte[octets.length + 4];
    System.arraycopy(octets, 0, around, 2, octets.length);
    SmtpCommand command = PARSER.parse(around, 2, octets.length);
    BrokenClaim.unlessEqual(
        PARSER.parse(octets, 0, octets.length), command, "the place in an array does not matter");
    Optional<String> written = written(command);
    if (written.isPresent()) {
      byte[] line = written.get().getBytes(StandardCharsets.UTF_8);
      BrokenClaim.unlessEqual(
          PATIENT.parse(line, 0, line.length), command, "written and read again");
    }
    if (command instanceof SmtpCommand.Unknown(String verb)) {
      BrokenClaim.unlessAscii(verb, "a verb kept for the log");
      BrokenClaim.unless(verb.length() <= 12, "a verb kept for the log is short");
    }
    if (command instanceof SmtpCommand.Auth(String mechanism, _)) {
      BrokenClaim.unlessEqual(
          command.toString(), "Auth[mechanism=" + mechanism + "]", "no password is shown");
    }
  }

  private static Optional<String> written(SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Mail(var path, var parameters) ->
          Optional.of("MAIL FROM:" + path + words(parameters, CommandAttack::mailWord));
      case SmtpCommand.Rcpt(var path, var parameters) ->
          Optional.of("RCPT TO:" + path + words(parameters, CommandAttack::rcptWord));
      case SmtpCommand.Bdat(long octets, boolean last) ->
          Optional.of("BDAT " + octets + (last ? " LAST" : ""));
      case SmtpCommand.Anytime _,
          SmtpCommand.Data _,
          SmtpCommand.Rset _,
          SmtpCommand.StartTls _,
          SmtpCommand.Auth _,
          SmtpCommand.Xclient _,
          SmtpCommand.Xsignpol _ ->
          Optional.empty();
    };
  }

  /** Those that have a form of their own are read as they are written. */
  private static <P> String words(List<P> parameters, Function<P, String> word) {
    return parameters.stream().map(p -> " " + word.apply(p)).collect(Collectors.joining());
  }

  private static String mailWord(MailParameter parameter) {
    return switch (parameter) {
      case MailParameter.Size(long octets) -> "SIZE=" + octets;
      case MailParameter.Body(var type) ->
          "BODY="
              + switch (type) {
                case SEVEN_BIT -> "7BIT";
                case EIGHT_BIT_MIME -> "8BITMIME";
                case BINARY_MIME -> "BINARYMIME";
              };
      case MailParameter.SmtpUtf8 _ -> "SMTPUTF8";
      case MailParameter.RequireTls _ -> "REQUIRETLS";
      case MailParameter.Ret(var content) -> "RET=" + content;
      case MailParameter.EnvelopeId(String xtext) -> "ENVID=" + xtext;
      case MailParameter.SubmittedBy(String xtext) -> "AUTH=" + xtext;
      case MailParameter.Unrecognised(String keyword, var value) ->
          keyword + value.map(v -> "=" + v).orElse("");
    };
  }

  private static String rcptWord(RcptParameter parameter) {
    return switch (parameter) {
      case RcptParameter.Notify(var on) when on.isEmpty() -> "NOTIFY=NEVER";
      case RcptParameter.Notify(var on) ->
          on.stream().map(Enum::name).collect(Collectors.joining(",", "NOTIFY=", ""));
      case RcptParameter.OriginalRecipient(String value) -> "ORCPT=" + value;
      case RcptParameter.Unrecognised(String keyword, var value) ->
          keyword + value.map(v -> "=" + v).orElse("");
    };
  }
}
