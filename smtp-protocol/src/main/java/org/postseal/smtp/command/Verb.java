package org.postseal.smtp.command;

/**
 * The verbs this library knows (RFC 5321 §4.1.1, RFC 3030, RFC 3207, RFC 4954, Postfix, Postseal).
 */
public enum Verb {
  /** RFC 5321 §4.1.1.1. */
  EHLO,
  /** RFC 5321 §4.1.1.1. */
  HELO,
  /** RFC 5321 §4.1.1.2. */
  MAIL,
  /** RFC 5321 §4.1.1.3. */
  RCPT,
  /** RFC 5321 §4.1.1.4. */
  DATA,
  /** RFC 3030 §2. */
  BDAT,
  /** RFC 5321 §4.1.1.5. */
  RSET,
  /** RFC 5321 §4.1.1.9. */
  NOOP,
  /** RFC 5321 §4.1.1.10. */
  QUIT,
  /** RFC 3207 §4. */
  STARTTLS,
  /** RFC 4954 §4. */
  AUTH,
  /** RFC 5321 §4.1.1.6. */
  VRFY,
  /** RFC 5321 §4.1.1.7. */
  EXPN,
  /** RFC 5321 §4.1.1.8. */
  HELP,
  /** Postfix's XCLIENT protocol. */
  XCLIENT,
  /** Postseal's query for signing policies and keys. */
  XSIGNPOL
}
