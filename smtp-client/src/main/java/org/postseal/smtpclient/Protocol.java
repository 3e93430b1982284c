package org.postseal.smtpclient;

/** Which of the two dialogues is spoken. */
public enum Protocol {
  SMTP,
  /** RFC 2033: LHLO, and a reply per recipient after the content. */
  LMTP
}
