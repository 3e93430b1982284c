package org.postseal.smtp.command;

import java.util.List;
import java.util.Optional;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.ReversePath;

/** One command line, understood as far as it can be. */
public sealed interface SmtpCommand {

  /** A command that means the same with and without an open mail transaction. */
  sealed interface Anytime extends SmtpCommand {}

  /** {@code EHLO}; the name as the client wrote it: printable ASCII without spaces, unchecked. */
  record Ehlo(String clientName) implements Anytime {}

  /** {@code HELO}; the name as in {@link Ehlo}. */
  record Helo(String clientName) implements Anytime {}

  /** {@code MAIL FROM:<reverse-path> [parameters]}. */
  record Mail(ReversePath reversePath, List<MailParameter> parameters) implements SmtpCommand {}

  /** {@code RCPT TO:<forward-path> [parameters]}. */
  record Rcpt(ForwardPath forwardPath, List<RcptParameter> parameters) implements SmtpCommand {}

  /** {@code DATA} (RFC 5321 §4.1.1.4). */
  record Data() implements SmtpCommand {}

  /** {@code BDAT chunk-size [LAST]} (RFC 3030 §2); the octets follow behind its CRLF. */
  record Bdat(long octets, boolean last) implements SmtpCommand {}

  /** {@code RSET} (RFC 5321 §4.1.1.5). */
  record Rset() implements SmtpCommand {}

  /** {@code NOOP}, whatever its argument (RFC 5321 §4.1.1.9). */
  record Noop() implements Anytime {}

  /** {@code QUIT} (RFC 5321 §4.1.1.10). */
  record Quit() implements Anytime {}

  /** {@code STARTTLS} (RFC 3207 §4). */
  record StartTls() implements SmtpCommand {}

  /**
   * {@code AUTH mechanism [initial-response]}. The mechanism is in upper case; the response is
   * still base64, and empty for {@code "="}.
   */
  record Auth(String mechanism, Optional<String> initialResponse) implements SmtpCommand {
    /** Without the response, which holds a password. */
    @Override
    public String toString() {
      return "Auth[mechanism=" + mechanism + "]";
    }
  }

  /**
   * {@code XCLIENT attribute=value …} (Postfix's XCLIENT protocol): whose commands follow.
   *
   * @param address the client's; empty if the attribute ADDR is not given
   */
  record Xclient(Optional<XclientAttribute.Addr> address) implements SmtpCommand {}

  /**
   * {@code XSIGNPOL POLICY domain} or {@code XSIGNPOL KEY selector domain}.
   *
   * @param argument all behind the verb, unchecked, each octet as an ISO-8859-1 character
   */
  record Xsignpol(String argument) implements SmtpCommand {}

  /** {@code VRFY}; the argument as it came (RFC 5321 §4.1.1.6). */
  record Vrfy(String argument) implements Anytime {}

  /** {@code EXPN}; the argument as it came (RFC 5321 §4.1.1.7). */
  record Expn(String argument) implements Anytime {}

  /** {@code HELP}, whatever its argument (RFC 5321 §4.1.1.8). */
  record Help() implements Anytime {}

  /** A verb nobody here knows, or no verb at all; {@code verb} is in upper case, ASCII, short. */
  record Unknown(String verb) implements Anytime {}

  /** The verb was understood, the rest was not. */
  record Malformed(Verb verb, CommandDefect defect, String explanation) implements Anytime {}
}
