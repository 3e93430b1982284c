package org.postseal.ingress.load;

import java.util.List;
import org.postseal.authentication.dns.DomainName;
import org.postseal.settings.Contradictions;
import org.postseal.topics.MailTopic;

/** Limits, lists and memory that cannot be true together, or not at all. Pure. */
public final class LoadContradictions {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private LoadContradictions() {}

  /** Adds what is wrong with the limits. */
  public static void note(LimitSettings limits, Contradictions found) {
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
        .atLeast("limits.tags", limits.tags(), 1)
        .atLeast("limits.received", limits.received(), 1)
        .atLeast("limits.idle-commands", limits.idleCommands(), 100)
        .atLeast("limits.errors", limits.errors(), 1)
        .atLeast("limits.auth-failures", limits.authFailures(), 1)
        .atLeast("limits.connections", limits.connections(), 1)
        .positive("limits.period", limits.period())
        .within("limits.ipv4-prefix", limits.ipv4Prefix(), 0, IPV4_BITS)
        .within("limits.ipv6-prefix", limits.ipv6Prefix(), 0, IPV6_BITS)
        .atLeast("limits.remembered", limits.remembered(), 1);
    room("limits.per-address.content", limits.perAddress().content().asLongValue(), limits, found);
    room("limits.per-network.content", limits.perNetwork().content().asLongValue(), limits, found);
    room(
        "limits.per-listener.content", limits.perListener().content().asLongValue(), limits, found);
  }

  /** Adds that one message of the announced size does not fit into so much of a period. */
  public static void room(String key, long octets, LimitSettings limits, Contradictions found) {
    long size = limits.size().asLongValue();
    found.when(
        octets != 0 && octets < size,
        key,
        "is " + octets + ", less than one message of postseal.ingress.limits.size, " + size);
  }

  /** Adds what is wrong with the lists. */
  public static void note(BlocklistSettings blocklists, Contradictions found) {
    found.positive("blocklists.timeout", blocklists.timeout());
    blocklists
        .zones()
        .orElse(List.of())
        .forEach(
            zone ->
                found.when(
                    DomainName.parse(zone).isEmpty(),
                    "blocklists.zones",
                    "has what is no domain: " + zone));
  }

  /**
   * Adds that there is no memory for one message.
   *
   * @param heap octets this JVM may take
   */
  public static void note(
      MemorySettings memory, LimitSettings limits, long heap, Contradictions found) {
    long size = limits.size().asLongValue();
    long octets = ContentBudget.octets(memory, heap);
    found.when(
        octets < size,
        "memory.budget",
        "is "
            + octets
            + (memory.budget().isPresent() ? "" : " (of a heap of " + heap + ")")
            + ", less than one message of postseal.ingress.limits.size, "
            + size);
    share("memory.large-share", memory.largeShare(), found);
    share("memory.address-share", memory.addressShare(), found);
    share("memory.network-share", memory.networkShare(), found);
    share("memory.strangers-share", memory.strangersShare(), found);
    found.positive("memory.longest-stay", memory.longestStay());
  }

  private static void share(String key, int percent, Contradictions found) {
    found.when(percent < 1 || percent > 100, key, "is " + percent + ", not 1 to 100 percent");
  }
}
