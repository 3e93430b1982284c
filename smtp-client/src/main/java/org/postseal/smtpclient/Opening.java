package org.postseal.smtpclient;

import javax.net.ssl.SSLSocketFactory;
import org.postseal.smtp.reply.EhloCapabilities;

/**
 * From the connection to the EHLO that counts: greeting, EHLO, STARTTLS, EHLO.
 *
 * <p>Where an RFC leaves it open: a server that refuses EHLO for good is spoken to with HELO.
 */
final class Opening {
  private final Wire wire;
  private final Protocol protocol;
  private final Dialogue dialogue;
  private EhloCapabilities capabilities = EhloCapabilities.none("");

  private Opening(Wire wire, Protocol protocol, Dialogue dialogue) {
    this.wire = wire;
    this.protocol = protocol;
    this.dialogue = dialogue;
  }

  /** A session that is ready for its first transaction. */
  static Session of(Target target, Protocol protocol, Dialogue dialogue, Watch watch)
      throws HopLostException {
    var wire = Wire.connect(target.address(), watch, dialogue.timeouts());
    try {
      var opening = new Opening(wire, protocol, dialogue);
      opening.greet(target);
      return new Session(wire, protocol, opening.capabilities);
    } catch (HopLostException e) {
      wire.close();
      throw e;
    }
  }

  private void greet(Target target) throws HopLostException {
    // RFC 7504 §3: 521 and 554 both mean that no mail is taken here.
    HopLostException.unlessPositive(wire.reply(Stage.GREETING), Stage.GREETING);
    hello();
    switch (dialogue.tls()) {
      case Dialogue.Tls.Never _ -> {}
      case Dialogue.Tls.WhereOffered(var factory) -> {
        // offered and refused: opportunistic TLS goes on without
        if (capabilities.startTls() && wire.command("STARTTLS", Stage.STARTTLS).code() / 100 == 2) {
          wire.startTls(factory, target.hostName(), Wire.Certificate.ANY);
          hello(); // RFC 3207 §4.2: what was learnt in the clear is forgotten
        }
      }
      case Dialogue.Tls.Required(var factory) -> requireTls(factory, target);
    }
  }

  /** RFC 8689 §4.2.1. */
  private void requireTls(SSLSocketFactory factory, Target target) throws HopLostException {
    if (!capabilities.startTls()) {
      throw HopLostException.unfit(Stage.STARTTLS, RequiredTls.unfit("STARTTLS"));
    }
    HopLostException.unlessPositive(wire.command("STARTTLS", Stage.STARTTLS), Stage.STARTTLS);
    wire.startTls(factory, target.hostName(), Wire.Certificate.OF_THE_HOST);
    hello();
    if (!capabilities.requireTls()) {
      throw HopLostException.unfit(Stage.EHLO, RequiredTls.unfit("REQUIRETLS"));
    }
  }

  private void hello() throws HopLostException {
    var verb = protocol == Protocol.LMTP ? "LHLO " : "EHLO ";
    var reply = wire.command(verb + dialogue.clientName(), Stage.EHLO);
    if (reply.isPermanent() && protocol == Protocol.SMTP) {
      reply = wire.command("HELO " + dialogue.clientName(), Stage.EHLO);
      HopLostException.unlessPositive(reply, Stage.EHLO);
      capabilities = EhloCapabilities.none("");
      return;
    }
    HopLostException.unlessPositive(reply, Stage.EHLO);
    capabilities = EhloCapabilities.of(reply);
  }
}
