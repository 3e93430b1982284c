package org.postseal.smtpclient;

/** Where in the dialogue we are: names the timeout that applies, and the place where it broke. */
enum Stage {
  CONNECT("connecting"),
  GREETING("waiting for the greeting"),
  EHLO("saying EHLO"),
  STARTTLS("asking for STARTTLS"),
  HANDSHAKE("in the TLS handshake"),
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

  @Override
  public String toString() {
    return words;
  }
}
