package org.postseal.smtp.command;

/** The verbs this library knows (RFC 5321 §4.1.1, RFC 3030, RFC 3207, RFC 4954, Postfix). */
public enum Verb {
  EHLO,
  HELO,
  MAIL,
  RCPT,
  DATA,
  BDAT,
  RSET,
  NOOP,
  QUIT,
  STARTTLS,
  AUTH,
  VRFY,
  EXPN,
  HELP,
  XCLIENT
}
