package org.postseal.ingress.session;

import java.util.Base64;
import org.postseal.signingpolicy.Statement;
import org.postseal.signingpolicy.StatementReply;
import org.postseal.smtp.command.CommandDefect;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.reply.Reply;

/**
 * Every reply but the one to EHLO, and those a verifier or a signer decides on (RFC 5321 §4.2.3 and
 * §4.3.2), with the enhanced status codes of RFC 3463, RFC 4954 and RFC 7372.
 */
public final class Replies {
  public static final Reply OK = Reply.of(250, "2.0.0", "Ok");
  public static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender ok");
  public static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient ok");
  public static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
  public static final Reply HELP =
      Reply.of(
          214, "2.0.0", "RFC 5321: EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY STARTTLS");
  public static final Reply CANNOT_VERIFY_USER =
      Reply.of(252, "2.0.0", "Cannot VRFY, but will take mail for whom RCPT accepts");
  public static final Reply START_CONTENT = Reply.of(354, "End data with <CR><LF>.<CR><LF>");

  public static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "Command not recognized");
  public static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
  public static final Reply BARE_LINE_END =
      Reply.of(500, "5.5.2", "Bare CR or LF: lines end in CRLF only; line ignored");
  public static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
  public static final Reply UNKNOWN_PARAMETER =
      Reply.of(555, "5.5.4", "Parameter not recognized or not implemented");

  public static final Reply GREET_FIRST = Reply.of(503, "5.5.1", "Send EHLO or HELO first");
  public static final Reply EHLO_FIRST = Reply.of(503, "5.5.1", "Send EHLO first");
  public static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Send MAIL first");
  public static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "Send RCPT first");
  public static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "A transaction is open already");
  public static final Reply NOT_IN_TRANSACTION =
      Reply.of(503, "5.5.1", "Not during a mail transaction");
  public static final Reply BETWEEN_CHUNKS =
      Reply.of(503, "5.5.1", "Content has begun: only BDAT or RSET may follow");
  public static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");

  public static final Reply EARLY_TALK =
      Reply.of(554, "5.5.0", "Sent without waiting for the reply, closing connection");

  public static final Reply UNTRUSTED_PROXY =
      Reply.of(554, "5.7.1", "PROXY header refused, closing connection");

  public static final Reply XCLIENT_UNTRUSTED = Reply.of(550, "5.7.0", "Not trusted with XCLIENT");
  public static final Reply XCLIENT_ADDRESS_UNKNOWN =
      Reply.of(501, "5.5.4", "XCLIENT without a known address of the client");

  public static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
  public static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
  public static final Reply TLS_FIRST =
      Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");

  public static final Reply AUTH_FIRST = Reply.of(530, "5.7.0", "Authentication required");
  public static final Reply AUTH_ALREADY = Reply.of(503, "5.5.1", "Authenticated already");
  public static final Reply AUTH_NEEDS_TLS =
      Reply.of(538, "5.7.11", "Encryption required for authentication");
  public static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
  public static final Reply AUTH_MALFORMED =
      Reply.of(501, "5.5.2", "Malformed authentication response");
  public static final Reply AUTH_TOO_LONG =
      Reply.of(500, "5.5.6", "Authentication exchange line too long");
  public static final Reply AUTH_MECHANISM = Reply.of(504, "5.5.4", "Mechanism not supported");
  public static final Reply AUTH_OK = Reply.of(235, "2.7.0", "Authentication successful");
  public static final Reply AUTH_WRONG =
      Reply.of(535, "5.7.8", "Authentication credentials invalid");
  public static final Reply AUTH_UNAVAILABLE =
      Reply.of(454, "4.7.0", "Temporary authentication failure");
  public static final Reply AUTH_THROTTLED =
      Reply.of(454, "4.7.0", "Too many failed attempts to authenticate, try again later");

  public static final Reply NOT_OUR_DOMAIN =
      Reply.of(550, "5.1.2", "Nothing is stated here about that domain");
  public static final Reply NO_SUCH_SELECTOR =
      Reply.of(550, "5.7.21", "That domain has no such selector");
  public static final Reply STATEMENTS_UNKNOWN =
      Reply.of(451, "4.4.3", "Policies and keys are not known yet, try again later");
  public static final Reply TOO_MANY_QUERIES =
      Reply.of(450, "4.7.0", "Too many queries of this client for now, try again later");

  public static final Reply ACCOUNT_RATE =
      Reply.of(450, "4.7.1", "This account has sent too much for now, try again later");
  public static final Reply CLIENT_RATE =
      Reply.of(450, "4.7.1", "This client has sent too much for now, try again later");
  public static final Reply CLIENT_RECIPIENTS =
      Reply.of(452, "4.5.3", "Too many recipients of this client for now, try again later");
  public static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "Message exceeds the size limit");
  public static final Reply NOT_YOUR_ADDRESS =
      Reply.of(550, "5.7.1", "This account may not send as that address");
  public static final Reply NOT_ASCII =
      Reply.of(553, "5.6.7", "Non-ASCII addresses need SMTPUTF8 with MAIL");
  public static final Reply HEADER_NOT_UTF8 =
      Reply.of(550, "5.6.0", "SMTPUTF8 was said and the header section is not UTF-8");
  public static final Reply NO_BINARY_MIME =
      Reply.of(555, "5.6.1", "BODY=BINARYMIME is not offered");
  public static final Reply REQUIRETLS_NEEDS_TLS =
      Reply.of(530, "5.7.10", "REQUIRETLS needs a session with TLS");
  public static final Reply NOT_QUALIFIED =
      Reply.of(554, "5.1.2", "The recipient's domain is not fully qualified");
  public static final Reply NO_SUCH_USER = Reply.of(550, "5.1.1", "No such user here");
  public static final Reply NO_MAILBOX_NAME =
      Reply.of(553, "5.1.3", "No mailbox here can have this name");
  public static final Reply RECIPIENT_UNDECIDED =
      Reply.of(451, "4.4.3", "Cannot tell now whether this recipient exists, try again later");
  public static final Reply RELAYING_DENIED = Reply.of(550, "5.7.1", "Relaying denied");
  public static final Reply DOMAINS_UNKNOWN =
      Reply.of(451, "4.3.0", "Local domains are not known yet, try again later");
  public static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
  public static final Reply ONE_RECIPIENT_FOR_NULL =
      Reply.of(452, "4.5.3", "One recipient only for the null reverse-path");
  public static final Reply OTHER_POLICY =
      Reply.of(452, "4.5.3", "Recipient needs a transaction of its own");

  public static final Reply NO_ROOM =
      Reply.of(452, "4.3.1", "Insufficient memory for content, try again later");
  public static final Reply BARE_IN_CONTENT =
      Reply.of(550, "5.6.0", "Bare CR or LF in content: lines end in CRLF only");
  public static final Reply CONTENT_LINE_TOO_LONG =
      Reply.of(500, "5.6.0", "A line of the content is too long");
  public static final Reply NUL_AT_LINE_START =
      Reply.of(550, "5.6.0", "A line of the content begins with NUL");
  public static final Reply LOOP = Reply.of(554, "5.4.6", "Too many Received fields: mail loop");
  public static final Reply NO_AUTHOR =
      Reply.of(550, "5.6.0", "Exactly one well-formed From field is required");
  public static final Reply HEADER_MALFORMED =
      Reply.of(550, "5.6.0", "A line of the header section is no header field");
  public static final Reply HEADER_TOO_LARGE =
      Reply.of(552, "5.3.4", "Header section exceeds the limit");
  public static final Reply CANNOT_DECIDE =
      Reply.of(451, "4.3.0", "Cannot decide about this message now, try again later");
  public static final Reply NO_ANSWER =
      Reply.of(451, "4.4.7", "No decision in time, try again later");
  public static final Reply NETWORK_WAITS =
      Reply.of(
          451, "4.7.0", "Too many messages of your network are being decided, try again later");
  public static final Reply CANNOT_STORE =
      Reply.of(451, "4.3.0", "Cannot store this message now, try again later");

  public static final Reply TIMEOUT = Reply.of(421, "4.4.2", "Timeout, closing connection");
  public static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "Service shutting down");
  public static final Reply TOO_MANY_CONNECTIONS =
      Reply.of(421, "4.7.0", "Too many connections, try again later");
  public static final Reply TOO_MANY_TRANSACTIONS =
      Reply.of(421, "4.7.0", "Too many transactions in one session, closing connection");
  public static final Reply TOO_MANY_COMMANDS =
      Reply.of(421, "4.7.0", "Too many commands without a message, closing connection");
  public static final Reply UNKNOWN_CHUNK =
      Reply.of(421, "4.7.0", "Cannot tell where the next command begins, closing connection");
  public static final Reply TOO_MANY_ERRORS =
      Reply.of(421, "4.7.0", "Too many errors, closing connection");

  private Replies() {}

  static Reply greeting(String hostname) {
    return Reply.of(220, hostname + " ESMTP Postseal");
  }

  /** For a client that a blocklist names (RFC 5321 §3.1: the 554 greeting). */
  public static Reply blocklisted(String address, String zone) {
    return Reply.of(554, "5.7.1", "[" + address + "] is listed in " + zone);
  }

  /** For a client on whose network the operator has given up (RFC 5321 §3.1). */
  public static Reply blocked(String address) {
    return Reply.of(554, "5.7.1", "No mail from [" + address + "] is taken here");
  }

  static Reply hello(String hostname) {
    return Reply.of(250, hostname);
  }

  /** What a client is to answer in an exchange of AUTH (RFC 4954 §4). */
  static Reply challenge(byte[] octets) {
    return Reply.of(334, Base64.getEncoder().encodeToString(octets));
  }

  static Reply chunk(long received) {
    return Reply.of(250, "2.0.0", received + " octets received");
  }

  /** For a submission in which this field stands more often than once (RFC 5322 §3.6). */
  static Reply repeated(String field) {
    return Reply.of(550, "5.6.0", "There is more than one " + field + " field");
  }

  /** {@code reason} quotes nothing of what the client wrote. */
  static Reply malformedQuery(String reason) {
    return Reply.of(501, "5.5.4", "Syntax error in XSIGNPOL: " + reason);
  }

  static Reply stating(Statement statement) {
    return StatementReply.of(statement);
  }

  static Reply stored(MailTransaction transaction) {
    return Reply.of(250, "2.0.0", "Ok: stored as " + transaction.id());
  }

  static Reply malformed(SmtpCommand.Malformed malformed) {
    return Reply.of(
        501,
        status(malformed.defect()),
        "Syntax error in " + malformed.verb() + ": " + malformed.explanation());
  }

  private static String status(CommandDefect defect) {
    return switch (defect) {
      case REVERSE_PATH -> "5.1.7";
      case FORWARD_PATH -> "5.1.3";
      case ARGUMENT_MISSING,
          ARGUMENT_NOT_ALLOWED,
          ARGUMENT_SYNTAX,
          PARAMETER_SYNTAX,
          PARAMETER_REPEATED ->
          "5.5.4";
    };
  }
}
