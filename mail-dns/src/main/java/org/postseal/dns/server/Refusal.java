package org.postseal.dns.server;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Answers of which the response code is all. */
final class Refusal {
  private Refusal() {}

  static Message of(Message query, int rcode) {
    var refusal = headerAlone(query, rcode);
    refusal.addRecord(query.getQuestion(), Section.QUESTION);
    return refusal;
  }

  /** Without even the question. */
  static Message headerAlone(Message query, int rcode) {
    var header = new Message(query.getHeader().getID());
    header.getHeader().setFlag(Flags.QR);
    header.getHeader().setRcode(rcode);
    return header;
  }
}
