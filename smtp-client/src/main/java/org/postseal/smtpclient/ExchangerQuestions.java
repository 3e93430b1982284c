package org.postseal.smtpclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtpclient.hosts.AddressSearch;
import org.postseal.smtpclient.hosts.HostSearch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * Asks a domain's mail exchangers what an extension of SMTP answers, one command after the other,
 * always inside of TLS, and without any mail. Blocks; meant for virtual threads.
 *
 * <p>Only hosts that MX records name are asked, the most preferred first; the next one only if that
 * could not be asked now. A host that does not live up to its TLSA records is not asked (RFC 7672
 * §2.1).
 */
public final class ExchangerQuestions {
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final MailExchangers exchangers;
  private final TlsRules rules;
  private final HostPace pace;
  private final Watch watch;
  private final Limits limits;
  private final Predicate<String> mayBeAsked;

  /**
   * What a domain may cost.
   *
   * @param clientName what EHLO says
   * @param port of mail exchangers: 25 but in tests
   * @param connect for a TCP connection
   * @param all for all hosts together, but the DNS' own time
   * @param lineOctets of a reply, without its line end
   * @param lines of a reply
   * @param octets of a reply
   */
  public record Limits(
      String clientName,
      int port,
      Duration connect,
      Duration all,
      int lineOctets,
      int lines,
      int octets) {}

  /**
   * How each host is gone about.
   *
   * @param hosts connections at once, and rest after failures
   * @param mayBeAsked whether a host of this name has not been asked too often
   */
  public record Pace(HostPace hosts, Predicate<String> mayBeAsked) {}

  /** What is asked. */
  public interface Question {
    /** Whether a host that offers this, inside of TLS, can be asked. */
    boolean isFor(EhloCapabilities offered);

    /** Command lines without their CRLF, in order. */
    List<String> commandLines();
  }

  /** How it ended. */
  public sealed interface Asked {
    /** A reply to each command, none of them 4yz. */
    record Answered(String host, HostProof proof, List<Reply> replies) implements Asked {
      public Answered {
        replies = List.copyOf(replies);
      }
    }

    /** A host was spoken to, and does not offer the extension. */
    record NotOffered(String host, HostProof proof) implements Asked {}

    /** There is nobody to ask: no MX record, a null MX, or we ourselves. */
    record Nobody(String reason) implements Asked {}

    /** No host could be asked now. */
    record NotNow(String reason) implements Asked {}
  }

  /**
   * Makes the asking.
   *
   * @param exchangers with the most hosts and addresses, and where they may be
   */
  public ExchangerQuestions(
      MailExchangers exchangers, TlsRules rules, Pace pace, Watch watch, Limits limits) {
    this.exchangers = exchangers;
    this.rules = rules;
    this.pace = pace.hosts();
    this.mayBeAsked = pace.mayBeAsked();
    this.watch = watch;
    this.limits = limits;
  }

  /** Asks about a mail domain. */
  public Asked ask(DomainName domain, Question question) {
    var budget = Budget.of(limits.all());
    return switch (exchangers.findNamed(domain)) {
      case HostSearch.Hosts(var hosts, var proof) -> {
        Asked last = new Asked.NotNow("no mail exchanger");
        for (var host : hosts) {
          last = ask(new Named(domain, host, proof), question, budget);
          if (!(last instanceof Asked.NotNow) || budget.end() - System.nanoTime() <= 0) {
            break;
          }
        }
        yield last;
      }
      case HostSearch.Literal _ -> new Asked.Nobody("an address literal");
      case HostSearch.Never(var reply) -> new Asked.Nobody(reply);
      case HostSearch.NotNow(var reply) -> new Asked.NotNow(reply);
    };
  }

  /** A host, and whether DNSSEC proves that the domain named it. */
  private record Named(DomainName domain, DomainName host, HostSearch.Proof proof) {}

  private Asked ask(Named named, Question question, Budget budget) {
    return switch (exchangers.addresses(named.host())) {
      case AddressSearch.None() -> new Asked.NotNow(named.host() + " has no usable address");
      case AddressSearch.NotNow(var why) -> new Asked.NotNow("DNS: " + why);
      case AddressSearch.Addresses(var addresses, var proof) -> {
        var target =
            new HostTarget(
                named.host().ascii(),
                limits.port(),
                addresses,
                new HostTarget.Security(
                    new TlsPolicy.Opportunistic(), false, false, Optional.empty()));
        var proven = named.proof() == HostSearch.Proof.PROVEN && proof == HostSearch.Proof.PROVEN;
        yield atItsPace(
            target, ExchangerProof.of(rules, named.domain(), target, proven), question, budget);
      }
    };
  }

  private Asked atItsPace(
      HostTarget target, ExchangerProof proof, Question question, Budget budget) {
    if (!mayBeAsked.test(target.name())) {
      return new Asked.NotNow(target.name() + " has been asked often enough for now");
    }
    var refusal = pace.enter(target.name(), target.host(), budget);
    if (refusal.isPresent()) {
      return new Asked.NotNow(refusal.get().reply());
    }
    var result = HostPace.Result.FAILED;
    try {
      var asked = speak(target, proof, question, budget);
      result = HostPace.Result.WORKED;
      return asked;
    } catch (HopLostException e) {
      return new Asked.NotNow(e.outcome().reply());
    } finally {
      pace.leave(target.host(), result);
    }
  }

  private Asked speak(HostTarget target, ExchangerProof proof, Question question, Budget budget)
      throws HopLostException {
    var time = limits.all();
    var timeouts = new Timeouts(limits.connect(), time, time, time, time, time);
    var socket =
        Reaching.connect(
            new ArrayList<>(target.addresses()),
            target.port(),
            HEAD_START,
            budget.atMost(limits.connect()));
    var wire = Wire.over(socket, watch, timeouts, budget);
    try {
      wire.taking(
          new Wire.Replies(new ReplyLimits(limits.lineOctets(), limits.lines()), limits.octets()));
      return dialogue(wire, target, proof, question);
    } finally {
      wire.close();
    }
  }

  private Asked dialogue(Wire wire, HostTarget target, ExchangerProof proof, Question question)
      throws HopLostException {
    HopLostException.unlessPositive(wire.reply(Stage.GREETING), Stage.GREETING);
    if (!hello(wire, Stage.EHLO).startTls()) {
      return leaving(wire, new Asked.NotOffered(target.name(), HostProof.CLEAR));
    }
    HopLostException.unlessPositive(wire.command("STARTTLS", Stage.STARTTLS), Stage.STARTTLS);
    wire.startTls(target.name());
    var found = proof.of(wire.certificates());
    // RFC 3207 §4.2: what was learnt in the clear is forgotten
    if (!question.isFor(hello(wire, Stage.EHLO_IN_TLS))) {
      return leaving(wire, new Asked.NotOffered(target.name(), found));
    }
    var replies = new ArrayList<Reply>();
    for (var line : question.commandLines()) {
      var reply = wire.command(line, Stage.MAIL);
      if (reply.isTransient()) {
        return leaving(wire, new Asked.NotNow(reply.toString()));
      }
      replies.add(reply);
    }
    return leaving(wire, new Asked.Answered(target.name(), found, replies));
  }

  private EhloCapabilities hello(Wire wire, Stage stage) throws HopLostException {
    var reply = wire.command("EHLO " + limits.clientName(), stage);
    HopLostException.unlessPositive(reply, stage);
    return EhloCapabilities.of(reply);
  }

  /** Takes leave without waiting for the answer; whatever becomes of it. */
  private static Asked leaving(Wire wire, Asked asked) {
    try {
      wire.line("QUIT", Stage.RSET);
      wire.flush(Stage.RSET);
    } catch (HopLostException _) {
      // everything has been said
    }
    return asked;
  }
}
