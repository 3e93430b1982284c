package org.postseal.ingress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.postseal.authentication.dns.DomainName;
import org.postseal.ingress.acceptance.Identity;
import org.postseal.ingress.acceptance.Network;
import org.postseal.settings.Contradictions;
import org.postseal.topics.MailTopic;

/** Settings of the ingress that cannot be true together, or not at all. Pure. */
final class IngressContradictions {
  /** RFC 5321 §4.5.3.2.1: so long a client waits for the greeting. */
  private static final Duration GREETING = Duration.ofMinutes(5);

  private static final int ONE_RECORD = 1024 * 1024;
  private static final int PROXY_HEADER_WITH_IPV6 = 52;
  private static final int LONGEST_PROXY_HEADER = 16 + 65_535;

  private final Contradictions found = new Contradictions("postseal.ingress");
  private final IngressSettings settings;

  private IngressContradictions(IngressSettings settings) {
    this.settings = settings;
  }

  /**
   * What is wrong, a line each; nothing, if this process receives no mail.
   *
   * @param httpPort where health and metrics are; 0 for any free one
   * @param heap octets this JVM may take
   */
  static List<String> of(IngressSettings settings, int httpPort, long heap) {
    if (!settings.enabled()) {
      return List.of();
    }
    var contradictions = new IngressContradictions(settings);
    contradictions.ports(httpPort);
    contradictions.peers();
    contradictions.limits();
    contradictions.memory(heap);
    contradictions.timeouts();
    contradictions.handoff();
    AccountContradictions.note(settings, contradictions.found);
    contradictions.recipients();
    return contradictions.found.found();
  }

  private void ports(int httpPort) {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("mx.port", settings.mx().port());
    ports.put("submission.port", settings.submission().port());
    ports.put("submissions.port", settings.submissions().port());
    ports.forEach(found::ownPort);
    var taken = new LinkedHashMap<Integer, String>();
    if (httpPort != 0) {
      taken.put(httpPort, "quarkus.http.port");
    }
    ports.forEach(
        (key, port) -> {
          var other = port == 0 ? null : taken.putIfAbsent(port, "postseal.ingress." + key);
          found.when(other != null, key, "is " + port + ", and so is " + other);
        });
    var greeting = settings.mx().greetingDelay();
    found
        .notNegative("mx.greeting-delay", greeting)
        .when(
            greeting.compareTo(GREETING) >= 0,
            "mx.greeting-delay",
            "is " + Contradictions.text(greeting) + "; clients wait no longer than 5 minutes");
  }

  private void peers() {
    var behind = new ArrayList<String>();
    noteIf(settings.mx().proxyProtocol(), "mx", behind);
    noteIf(settings.submission().proxyProtocol(), "submission", behind);
    noteIf(settings.submissions().proxyProtocol(), "submissions", behind);
    boolean someoneTrusted = settings.proxies().trusted().isPresent();
    behind.forEach(
        listener ->
            found.when(
                !someoneTrusted,
                listener + ".proxy-protocol",
                "is on, but postseal.ingress.proxies.trusted names nobody"));
    found
        .when(
            someoneTrusted && behind.isEmpty(),
            "proxies.trusted",
            "is set, but no listener has proxy-protocol")
        .positive("proxies.timeout", settings.proxies().timeout())
        .within(
            "proxies.header",
            settings.proxies().header(),
            PROXY_HEADER_WITH_IPV6,
            LONGEST_PROXY_HEADER)
        .positive("blocklists.timeout", settings.blocklists().timeout());
    settings
        .blocklists()
        .zones()
        .orElse(List.of())
        .forEach(
            zone ->
                found.when(
                    DomainName.parse(zone).isEmpty(),
                    "blocklists.zones",
                    "has what is no domain: " + zone));
    var trusted = settings.trusted();
    found.when(
        trusted.identities().isPresent() && trusted.networks().isEmpty(),
        "trusted.identities",
        "is set, but postseal.ingress.trusted.networks is not");
    trusted
        .networks()
        .orElse(List.of())
        .forEach(network -> found.readable("trusted.networks", network, Network::of));
    trusted
        .identities()
        .orElse(List.of())
        .forEach(
            word ->
                found.when(
                    Identity.parse(word).isEmpty(),
                    "trusted.identities",
                    "has no mailbox or domain: " + word));
  }

  private static void noteIf(boolean isOn, String listener, List<String> listeners) {
    if (isOn) {
      listeners.add(listener);
    }
  }

  private void limits() {
    var limits = settings.limits();
    found
        .atLeast("limits.size", limits.size().asLongValue(), 1)
        .atLeast("limits.transactions", limits.transactions(), 1)
        .atLeast("limits.recipients", limits.recipients(), 1)
        .atLeast("limits.command-line", limits.commandLine(), 512)
        .atLeast("limits.auth-line", limits.authLine(), 512)
        .atLeast("limits.content-line", limits.contentLine(), 1000)
        .atLeast("limits.local-part", limits.localPart(), 64)
        .within(
            "limits.header-section",
            limits.headerSection().asLongValue(),
            1,
            MailTopic.MAX_RECORD_CONTENT)
        .atLeast("limits.header-fields", limits.headerFields(), 1)
        .atLeast("limits.signatures", limits.signatures(), 1)
        .atLeast("limits.received", limits.received(), 1)
        .atLeast("limits.errors", limits.errors(), 1)
        .atLeast("limits.auth-failures", limits.authFailures(), 1)
        .atLeast("limits.connections", limits.connections(), 1)
        .positive("limits.period", limits.period())
        .within("limits.ipv4-prefix", limits.ipv4Prefix(), 0, AccountContradictions.IPV4_BITS)
        .within("limits.ipv6-prefix", limits.ipv6Prefix(), 0, AccountContradictions.IPV6_BITS)
        .atLeast("limits.remembered", limits.remembered(), 1);
    content("limits.per-address.content", limits.perAddress().content().asLongValue());
    content("limits.per-network.content", limits.perNetwork().content().asLongValue());
    content("limits.per-listener.content", limits.perListener().content().asLongValue());
    content("accounts.rates.octets", settings.accounts().rates().octets().asLongValue());
  }

  /** One message of the announced size must fit into what somebody may bring in a period. */
  private void content(String key, long octets) {
    long size = settings.limits().size().asLongValue();
    found.when(
        octets != 0 && octets < size,
        key,
        "is " + octets + ", less than one message of postseal.ingress.limits.size, " + size);
  }

  private void memory(long heap) {
    long size = settings.limits().size().asLongValue();
    var budget = settings.memory().budget();
    long octets = ContentBudget.octets(settings.memory(), heap);
    found.when(
        octets < size,
        "memory.budget",
        "is "
            + octets
            + (budget.isPresent() ? "" : " (of a heap of " + heap + ")")
            + ", less than one message of postseal.ingress.limits.size, "
            + size);
  }

  private void timeouts() {
    var timeouts = settings.timeouts();
    found
        .positive("timeouts.command", timeouts.command())
        .positive("timeouts.content", timeouts.content())
        .notLonger(
            "timeouts.content",
            timeouts.content(),
            "timeouts.whole-content",
            timeouts.wholeContent())
        .notNegative("timeouts.wrong-password", timeouts.wrongPassword())
        .notNegative("timeouts.drain", timeouts.drain());
  }

  private void handoff() {
    var handoff = settings.handoff();
    found
        .positive("handoff.ask-again-after", handoff.askAgainAfter())
        .shorter(
            "handoff.ask-again-after",
            handoff.askAgainAfter(),
            "handoff.answer-deadline",
            handoff.answerDeadline())
        .atLeast("handoff.open-questions-of-network", handoff.openQuestionsOfNetwork(), 1)
        .atLeast("handoff.window", handoff.window(), 1)
        .positive("handoff.max-block", handoff.maxBlock())
        .positive("handoff.store-timeout", handoff.storeTimeout())
        .within(
            "handoff.store-timeout in ms", handoff.storeTimeout().toMillis(), 1, Integer.MAX_VALUE)
        .atLeast("handoff.store-buffer", handoff.storeBuffer(), ONE_RECORD);
  }

  private void recipients() {
    var callout = settings.recipients().callout();
    found
        .port("recipients.callout.port", callout.port())
        .when(
            !callout.protocol().matches("(?i)lmtp|smtp"),
            "recipients.callout.protocol",
            "is " + callout.protocol() + ", must be lmtp or smtp")
        .positive("recipients.callout.timeout", callout.timeout())
        .atLeast("recipients.callout.at-one-time", callout.atOneTime(), 1)
        .atLeast("recipients.callout.mailboxes", callout.mailboxes(), 1);
  }
}
