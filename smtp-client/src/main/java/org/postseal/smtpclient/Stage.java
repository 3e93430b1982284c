package org.postseal.smtpclient;

/** Where in the dialogue we are: names the timeout that applies, and the place where it broke. */
enum Stage {
  CONNECT("connecting"),
  GREETING("waiting for the greeting"),
  EHLO("saying EHLO"),
  STARTTLS("asking for STARTTLS"),
  HANDSHAKE("in the TLS handshake"),
  EHLO_IN_TLS("saying EHLO inside of TLS"),
  AUTH("in AUTH"),
  MAIL("in MAIL"),
  RCPT("in RCPT"),
  DATA("in DATA"),
  CONTENT("sending the content"),
  END_OF_DATA("waiting for the reply to the content"),
  RSET("in RSET");

  private final String words;

  Stage(String words) {
    this.words = words;
  }

  /** Whether what broke here might not have without TLS. */
  boolean isOfTls() {
    return switch (this) {
      case STARTTLS, HANDSHAKE, EHLO_IN_TLS -> true;
      case CONNECT, GREETING, EHLO, AUTH, MAIL, RCPT, DATA, CONTENT, END_OF_DATA, RSET -> false;
    };
  }

  @Override
  public String toString() {
    return words;
  }
}
