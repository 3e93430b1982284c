package org.postseal.ingress.session;

import org.postseal.smtp.reply.Reply;

/**
 * Every reply that does not depend on what the client said (RFC 5321 §4.2.3 and §4.3.2), with the
 * enhanced status codes of RFC 3463, RFC 4954 and RFC 7372.
 */
final class Replies {
  static final Reply OK = Reply.of(250, "2.0.0", "Ok");
  static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender ok");
  static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient ok");
  static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
  static final Reply HELP =
      Reply.of(214, "2.0.0", "RFC 5321: EHLO HELO MAIL RCPT DATA RSET NOOP QUIT VRFY STARTTLS");
  static final Reply CANNOT_VERIFY_USER =
      Reply.of(252, "2.0.0", "Cannot VRFY, but will take mail for whom RCPT accepts");
  static final Reply START_CONTENT = Reply.of(354, "End data with <CR><LF>.<CR><LF>");

  static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "Command not recognized");
  static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
  static final Reply BARE_LINE_END =
      Reply.of(500, "5.5.2", "Bare CR or LF: lines end in CRLF only; line ignored");
  static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "Command not implemented");
  static final Reply UNKNOWN_PARAMETER =
      Reply.of(555, "5.5.4", "Parameter not recognized or not implemented");

  static final Reply GREET_FIRST = Reply.of(503, "5.5.1", "Send EHLO or HELO first");
  static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Send MAIL first");
  static final Reply RCPT_FIRST = Reply.of(503, "5.5.1", "Send RCPT first");
  static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "A transaction is open already");
  static final Reply NOT_IN_TRANSACTION = Reply.of(503, "5.5.1", "Not during a mail transaction");
  static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");

  static final Reply EARLY_TALK =
      Reply.of(554, "5.5.0", "Sent without waiting for the reply, closing connection");

  static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
  static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
  static final Reply TLS_FIRST = Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");

  static final Reply AUTH_FIRST = Reply.of(530, "5.7.0", "Authentication required");
  static final Reply AUTH_ALREADY = Reply.of(503, "5.5.1", "Authenticated already");
  static final Reply AUTH_NEEDS_TLS =
      Reply.of(538, "5.7.11", "Encryption required for authentication");
  static final Reply AUTH_CHALLENGE = Reply.of(334, "");
  static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
  static final Reply AUTH_MALFORMED = Reply.of(501, "5.5.2", "Malformed authentication response");
  static final Reply AUTH_TOO_LONG =
      Reply.of(500, "5.5.6", "Authentication exchange line too long");
  static final Reply AUTH_MECHANISM = Reply.of(504, "5.5.4", "Mechanism not supported");
  static final Reply AUTH_OK = Reply.of(235, "2.7.0", "Authentication successful");
  static final Reply AUTH_WRONG = Reply.of(535, "5.7.8", "Authentication credentials invalid");
  static final Reply AUTH_UNAVAILABLE = Reply.of(454, "4.7.0", "Temporary authentication failure");

  static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "Message exceeds the size limit");
  static final Reply NOT_YOUR_ADDRESS =
      Reply.of(550, "5.7.1", "This account may not send as that address");
  static final Reply NOT_ASCII = Reply.of(553, "5.6.7", "Non-ASCII addresses are not permitted");
  static final Reply NO_SUCH_USER = Reply.of(550, "5.1.1", "No such user here");
  static final Reply RELAYING_DENIED = Reply.of(550, "5.7.1", "Relaying denied");
  static final Reply DOMAINS_UNKNOWN =
      Reply.of(451, "4.3.0", "Local domains are not known yet, try again later");
  static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
  static final Reply ONE_RECIPIENT_FOR_NULL =
      Reply.of(452, "4.5.3", "One recipient only for the null reverse-path");
  static final Reply OTHER_POLICY =
      Reply.of(452, "4.5.3", "Recipient needs a transaction of its own");

  static final Reply NO_ROOM =
      Reply.of(452, "4.3.1", "Insufficient memory for content, try again later");
  static final Reply BARE_IN_CONTENT =
      Reply.of(550, "5.6.0", "Bare CR or LF in content: lines end in CRLF only");
  static final Reply CONTENT_LINE_TOO_LONG =
      Reply.of(500, "5.6.0", "A line of the content is too long");
  static final Reply LOOP = Reply.of(554, "5.4.6", "Too many Received fields: mail loop");
  static final Reply NO_AUTHOR =
      Reply.of(550, "5.6.0", "Exactly one well-formed From field is required");
  static final Reply HEADER_TOO_LARGE = Reply.of(552, "5.3.4", "Header section exceeds the limit");
  static final Reply CANNOT_DECIDE =
      Reply.of(451, "4.3.0", "Cannot decide about this message now, try again later");
  static final Reply CANNOT_STORE =
      Reply.of(451, "4.3.0", "Cannot store this message now, try again later");

  static final Reply TIMEOUT = Reply.of(421, "4.4.2", "Timeout, closing connection");
  static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "Service shutting down");
  static final Reply TOO_MANY_ERRORS =
      Reply.of(421, "4.7.0", "Too many errors, closing connection");

  private Replies() {}

  static Reply stored(MailTransaction transaction) {
    return Reply.of(250, "2.0.0", "Ok: stored as " + transaction.id());
  }
}
