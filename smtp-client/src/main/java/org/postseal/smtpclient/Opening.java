package org.postseal.smtpclient;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.tls.TlsJudge;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * From the connection to the EHLO that counts: greeting, EHLO, STARTTLS, EHLO, AUTH.
 *
 * <p>Where an RFC leaves it open: a server that refuses EHLO for good is spoken to with HELO.
 */
final class Opening {
  private final Wire wire;
  private final HostTarget host;
  private final Protocol protocol;
  private final String clientName;
  private final TlsJudge judge;
  private final DomainTls reports;
  private EhloCapabilities capabilities = EhloCapabilities.none("");
  private Optional<TlsDefect> defect = Optional.empty();

  /** Who speaks to whom. */
  record Parties(HostTarget host, Protocol protocol, String clientName) {}

  private Opening(Wire wire, Parties parties, TlsJudge judge, DomainTls reports) {
    this.wire = wire;
    this.host = parties.host();
    this.protocol = parties.protocol();
    this.clientName = parties.clientName();
    this.judge = judge;
    this.reports = reports;
  }

  /** A session that is ready for its first transaction. The wire is closed if there is none. */
  static Session of(Wire wire, Parties parties, TlsJudge judge, DomainTls reports)
      throws HopLostException {
    var opening = new Opening(wire, parties, judge, reports);
    try {
      opening.greet();
      return new Session(wire, parties.protocol(), opening.capabilities, opening.via());
    } catch (HopLostException e) {
      var tls = opening.tls();
      wire.close();
      throw e.by(
          new Via(parties.host().name(), Optional.of(wire.address()), tls, Via.Contact.NONE));
    }
  }

  private TlsPolicy policy() {
    return host.security().policy();
  }

  private Via via() {
    return new Via(
        host.name(),
        Optional.of(wire.address()),
        tls(),
        capabilities.dsn() ? Via.Contact.SESSION_WITH_REPORTS : Via.Contact.SESSION);
  }

  private TlsUsed tls() {
    return host.security()
        .failed()
        .orElseGet(() -> new TlsUsed(policy(), defect, wire.tlsVersion(), wire.cipher()));
  }

  private void greet() throws HopLostException {
    if (host.security().implicitTls()) {
      secure();
    }
    HopLostException.unlessPositive(wire.reply(Stage.GREETING), Stage.GREETING);
    hello(Stage.EHLO);
    if (!host.security().implicitTls() && policy().wantsTls()) {
      startTls();
    }
    if (host.security().requireTls() && !capabilities.requireTls()) {
      throw HopLostException.unfit(
          Stage.MAIL, RequiredTls.unfit("REQUIRETLS"), TlsDefect.VALIDATION_FAILURE);
    }
    if (host.security().login().isPresent() && policy().isBinding()) {
      authenticate(host.security().login().get());
    }
  }

  private void startTls() throws HopLostException {
    if (!capabilities.startTls()) {
      withoutTls();
      return;
    }
    var reply = wire.command("STARTTLS", Stage.STARTTLS);
    if (reply.code() / 100 != 2) {
      refusedTls(reply);
      return;
    }
    secure();
    hello(Stage.EHLO_IN_TLS); // RFC 3207 §4.2: what was learnt in the clear is forgotten
  }

  private void withoutTls() throws HopLostException {
    note(TlsDefect.STARTTLS_NOT_SUPPORTED);
    if (policy().isBinding()) {
      throw HopLostException.unfit(
          Stage.STARTTLS, lacking("STARTTLS"), TlsDefect.STARTTLS_NOT_SUPPORTED);
    }
  }

  /** Offered and refused: opportunistic TLS goes on without. */
  private void refusedTls(Reply reply) throws HopLostException {
    note(TlsDefect.STARTTLS_NOT_SUPPORTED);
    if (policy().isBinding()) {
      throw HopLostException.refused(Stage.STARTTLS, reply);
    }
  }

  /** The handshake, and what it proves. */
  private void secure() throws HopLostException {
    try {
      wire.startTls(host.name());
    } catch (HopLostException e) {
      note(TlsDefect.VALIDATION_FAILURE);
      throw e;
    }
    var found = judge.judge(policy(), wire.certificates(), host.name());
    if (found.isEmpty()) {
      reports.succeeded(policy().type(), host.name());
      return;
    }
    note(found.get());
    if (policy().isBinding()) {
      throw HopLostException.unfit(
          Stage.HANDSHAKE, lacking("a certificate that can be verified", found.get()), found.get());
    }
  }

  private void note(TlsDefect defect) {
    this.defect = Optional.of(defect);
    reports.failed(policy().type(), defect, host.name(), wire.address().getHostAddress());
  }

  private Outcome lacking(String what) {
    return lacking(what, TlsDefect.STARTTLS_NOT_SUPPORTED);
  }

  /** A policy may be mended by tomorrow; a sender who demands TLS is told at once. */
  private Outcome lacking(String what, TlsDefect defect) {
    return host.security().requireTls()
        ? RequiredTls.unfit(what)
        : new Outcome.Deferred(
            "451 4.7.5 " + policy().words() + ": the next hop lacks " + what + " (" + defect + ")");
  }

  private void hello(Stage stage) throws HopLostException {
    var verb = protocol == Protocol.LMTP ? "LHLO " : "EHLO ";
    var reply = wire.command(verb + clientName, stage);
    if (reply.isPermanent() && protocol == Protocol.SMTP && stage == Stage.EHLO) {
      reply = wire.command("HELO " + clientName, stage);
      HopLostException.unlessPositive(reply, stage);
      capabilities = EhloCapabilities.none("");
      return;
    }
    HopLostException.unlessPositive(reply, stage);
    capabilities = EhloCapabilities.of(reply);
  }

  /** RFC 4954, with PLAIN (RFC 4616) or, where only that is offered, LOGIN. */
  private void authenticate(Credentials.Login login) throws HopLostException {
    var mechanisms = capabilities.authMechanisms();
    Reply reply;
    if (mechanisms.contains("PLAIN")) {
      reply =
          wire.command(
              "AUTH PLAIN " + base64("\0" + login.user() + "\0" + login.password()), Stage.AUTH);
    } else if (mechanisms.contains("LOGIN")) {
      reply = wire.command("AUTH LOGIN", Stage.AUTH);
      if (reply.code() == 334) {
        reply = wire.command(base64(login.user()), Stage.AUTH);
      }
      if (reply.code() == 334) {
        reply = wire.command(base64(login.password()), Stage.AUTH);
      }
    } else {
      throw HopLostException.nonsense(Stage.AUTH, "neither PLAIN nor LOGIN offered");
    }
    HopLostException.unlessPositive(reply, Stage.AUTH);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
