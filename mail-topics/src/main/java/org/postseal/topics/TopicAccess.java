package org.postseal.topics;

import static org.postseal.topics.TopicPrincipal.INGRESS_SMTP;
import static org.postseal.topics.TopicPrincipal.KEY_REGISTRY;
import static org.postseal.topics.TopicPrincipal.OPERATOR;
import static org.postseal.topics.TopicPrincipal.RELAY;
import static org.postseal.topics.TopicPrincipal.SIGNER;
import static org.postseal.topics.TopicPrincipal.VERIFIER;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may write a topic and who may read it; nobody else may do either. Whoever can write {@code
 * mail.accepted} or {@code mail.verdicts} bypasses every check, so a broker's access rules are made
 * from here and from nowhere else.
 *
 * @param writers who writes
 * @param readers who reads
 */
public record TopicAccess(Set<TopicPrincipal> writers, Set<TopicPrincipal> readers) {

  public TopicAccess {
    writers = Set.copyOf(writers);
    readers = Set.copyOf(readers);
  }

  /** The access to one topic. */
  public static TopicAccess to(MailTopic topic) {
    return switch (topic) {
      case VERIFY -> access(List.of(INGRESS_SMTP), List.of(VERIFIER));
      case VERDICTS -> access(List.of(VERIFIER), List.of(INGRESS_SMTP));
      // The relay's reports about undeliverable mail are signed too.
      case SIGN -> access(List.of(INGRESS_SMTP, RELAY), List.of(SIGNER));
      case SIGNATURES -> access(List.of(SIGNER), List.of(INGRESS_SMTP, RELAY));
      case ACCEPTED -> access(List.of(INGRESS_SMTP, RELAY), List.of(RELAY));
      case RETRY_1M, RETRY_5M, RETRY_15M, RETRY_1H, RETRY_4H, HELD ->
          access(List.of(RELAY), List.of(RELAY));
      // The relay puts there what it could neither deliver nor report.
      // It also shows it to operators, and does with it what they say.
      case QUARANTINE -> access(List.of(INGRESS_SMTP, RELAY), List.of(RELAY, OPERATOR));
      case DEAD_LETTER ->
          access(List.of(INGRESS_SMTP, SIGNER, VERIFIER, KEY_REGISTRY, RELAY), List.of(OPERATOR));
      // The relay shows operators the history of a message.
      case DELIVERIES -> access(List.of(RELAY), List.of(RELAY, OPERATOR));
      case ORDERS -> access(List.of(RELAY), List.of(RELAY));
      case STS_POLICIES -> access(List.of(RELAY), List.of(RELAY));
      case AUDIT -> access(List.of(RELAY), List.of(OPERATOR));
      case EVENTS -> access(List.of(INGRESS_SMTP), List.of(OPERATOR));
      case REGISTRY_DOMAINS, REGISTRY_BLOCKLIST ->
          access(List.of(KEY_REGISTRY), List.of(KEY_REGISTRY, INGRESS_SMTP, VERIFIER));
      case REGISTRY_SIGNING_KEYS -> access(List.of(KEY_REGISTRY), List.of(KEY_REGISTRY));
      case REGISTRY_POLICY_PINS -> access(List.of(KEY_REGISTRY), List.of(KEY_REGISTRY, VERIFIER));
      // The writer looks whether there is anything yet; signers hear at once which were revoked.
      case REGISTRY_PUBLIC_KEYS ->
          access(List.of(KEY_REGISTRY), List.of(KEY_REGISTRY, INGRESS_SMTP, SIGNER));
      case REGISTRY_AUDIT -> access(List.of(KEY_REGISTRY), List.of(OPERATOR));
    };
  }

  /** The topics a principal writes. */
  public static Set<MailTopic> writtenBy(TopicPrincipal principal) {
    var topics = EnumSet.allOf(MailTopic.class);
    topics.removeIf(topic -> !to(topic).writers().contains(principal));
    return topics;
  }

  /** The topics a principal reads. */
  public static Set<MailTopic> readBy(TopicPrincipal principal) {
    var topics = EnumSet.allOf(MailTopic.class);
    topics.removeIf(topic -> !to(topic).readers().contains(principal));
    return topics;
  }

  private static TopicAccess access(List<TopicPrincipal> writers, List<TopicPrincipal> readers) {
    return new TopicAccess(Set.copyOf(writers), Set.copyOf(readers));
  }
}
