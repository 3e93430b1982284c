package org.postseal.ingress.wiring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.ingress.acceptance.TraceFields;
import org.postseal.ingress.connection.ConnectionSettings;
import org.postseal.ingress.connection.SmtpServer;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.OurStatements;
import org.postseal.ingress.session.PolicyOffer;
import org.postseal.ingress.session.SessionRules;
import org.postseal.ingress.tls.Tls;
import org.postseal.signingpolicy.Announcement;
import org.postseal.signingpolicy.ReadingLimits;
import org.postseal.smtp.path.PathLimits;

/**
 * The listeners and their rules as the settings want them.
 *
 * @param hostname this system's name
 * @param recipients whose mail the MX takes
 * @param statements about our domains, for those who ask by XSIGNPOL
 */
record ServerSetup(
    IngressSettings settings,
    String hostname,
    SessionRules.Accounts accounts,
    MxRecipients recipients,
    OurStatements statements,
    InstantSource clock) {

  SmtpServer.Setup with(Entrance entrance, Tls tls) {
    var ports = new EnumMap<Listener, Integer>(Listener.class);
    ports.put(Listener.MX, settings.mx().port());
    ports.put(Listener.SUBMISSION, settings.submission().port());
    ports.put(Listener.SUBMISSIONS, settings.submissions().port());
    var rules = new EnumMap<Listener, SessionRules>(Listener.class);
    for (var listener : Listener.values()) {
      rules.put(listener, rules(listener));
    }
    return new SmtpServer.Setup(
        settings.host(),
        ports,
        rules,
        connection(),
        entrance,
        Optional.of(tls),
        Runtime.getRuntime().availableProcessors());
  }

  private SessionRules rules(Listener listener) {
    var limits = settings.limits();
    var traceFields = new TraceFields(settings.authservIds().orElse(Set.of(hostname)));
    return new SessionRules(
        listener,
        hostname,
        listener != Listener.SUBMISSIONS,
        listener == Listener.MX ? settings.mx().greetingDelay() : Duration.ZERO,
        new SessionRules.Limits(
            limits.size().asLongValue(),
            limits.recipients(),
            limits.transactions(),
            limits.idleCommands(),
            limits.errors(),
            limits.authFailures(),
            limits.received()),
        recipients,
        new SubmittedHeader(hostname, traceFields),
        traceFields,
        accounts,
        settings.xclient().trusted().orElse(List.of()),
        offer(listener));
  }

  private Optional<PolicyOffer> offer(Listener listener) {
    var signpol = settings.signpol();
    return signpol.listeners().orElse(Set.of()).contains(listener)
        ? Optional.of(
            new PolicyOffer(
                statements,
                signpol.networks().orElse(List.of()),
                new Announcement(OptionalInt.of(ReadingLimits.STANDARD.octets()))))
        : Optional.empty();
  }

  private ConnectionSettings connection() {
    var limits = settings.limits();
    var timeouts = settings.timeouts();
    return new ConnectionSettings(
        limits.commandLine(),
        limits.authLine(),
        limits.contentLine(),
        limits.size().asLongValue(),
        new PathLimits(
            limits.localPart(), PathLimits.GENEROUS.domain(), PathLimits.GENEROUS.path()),
        new DigestLimits(
            Math.toIntExact(limits.headerSection().asLongValue()),
            limits.headerFields(),
            limits.signatures(),
            limits.tags()),
        new ConnectionSettings.Timeouts(
            timeouts.command(),
            timeouts.content(),
            timeouts.wholeContent(),
            timeouts.wrongPassword()),
        clock);
  }
}
