package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The declared access is the design's table of topics, in the design's own words. */
class TopicAccessTest {
  private static final String DESIGN =
      """
      mail.verify            | ingress                                         | verifier
      mail.verdicts          | verifier                                        | the asking ingress
      mail.sign              | ingress                                         | signer
      mail.signatures        | signer                                          | the asking ingress
      mail.accepted          | ingress, quarantine release, relay (DSNs)       | relay
      mail.retry.<delay>     | relay                                           | relay
      mail.quarantine        | ingress, relay                                  | operators, relay (release)
      mail.held              | relay                                           | relay (release)
      mail.dead-letter       | every service                                   | operators
      mail.deliveries        | relay                                           | operators, relay
      mail.orders            | relay                                           | relay
      mail.audit             | relay                                           | operators
      relay.sts-policies     | relay                                           | relay
      mail.events            | ingress                                         | operators
      registry.domains       | key-registry                                    | key-registry, ingress, verifier
      registry.blocklist     | key-registry                                    | key-registry, ingress, verifier
      registry.signing-keys  | key-registry                                    | key-registry
      registry.policy-pins   | key-registry                                    | key-registry, verifier
      registry.public-keys   | key-registry                                    | key-registry, ingress, signer
      registry.audit         | key-registry                                    | operators
      """;

  /** What the design says beside its table. */
  private static final Map<String, TopicPrincipal> ALSO_WRITTEN =
      Map.of("mail.sign", TopicPrincipal.RELAY); // it asks there for its DSNs

  private static final Map<String, TopicPrincipal> ALSO_READ =
      Map.of("mail.signatures", TopicPrincipal.RELAY); // the answers to those questions

  private record Row(String topic, Set<TopicPrincipal> writers, Set<TopicPrincipal> readers) {}

  @Test
  void everyTopicIsWrittenAndReadByWhomTheDesignNames() {
    var described = new ArrayList<String>();
    for (var line : DESIGN.lines().toList()) {
      var row = row(line);
      for (var topic : topics(row.topic())) {
        described.add(topic.topic());
        assertThat(TopicAccess.to(topic).writers())
            .as("who writes %s", topic.topic())
            .isEqualTo(row.writers());
        assertThat(TopicAccess.to(topic).readers())
            .as("who reads %s", topic.topic())
            .isEqualTo(row.readers());
      }
    }
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MailTopic.values()).map(MailTopic::topic).toList());
  }

  @Test
  void theTwoDirectionsAgree() {
    for (var topic : MailTopic.values()) {
      for (var principal : TopicPrincipal.values()) {
        assertThat(TopicAccess.writtenBy(principal).contains(topic))
            .isEqualTo(TopicAccess.to(topic).writers().contains(principal));
        assertThat(TopicAccess.readBy(principal).contains(topic))
            .isEqualTo(TopicAccess.to(topic).readers().contains(principal));
      }
    }
  }

  @Test
  void whatBypassesTheChecksIsWrittenByAsFewAsPossible() {
    assertThat(TopicAccess.to(MailTopic.VERDICTS).writers())
        .containsExactly(TopicPrincipal.VERIFIER);
    assertThat(TopicAccess.to(MailTopic.VERIFY).writers())
        .containsExactly(TopicPrincipal.INGRESS_SMTP);
    assertThat(TopicAccess.writtenBy(TopicPrincipal.OPERATOR)).isEmpty();
  }

  @Test
  void noNameIsThePrefixOfAnother() {
    for (var one : TopicPrincipal.values()) {
      for (var other : TopicPrincipal.values()) {
        assertThat(one != other && one.principalName().startsWith(other.principalName()))
            .as("%s and %s", one, other)
            .isFalse();
      }
    }
  }

  private static Row row(String line) {
    var cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
    var writers = principals(cells.get(1));
    var readers = principals(cells.get(2));
    if (ALSO_WRITTEN.containsKey(cells.get(0))) {
      writers.add(ALSO_WRITTEN.get(cells.get(0)));
    }
    if (ALSO_READ.containsKey(cells.get(0))) {
      readers.add(ALSO_READ.get(cells.get(0)));
    }
    return new Row(cells.get(0), writers, readers);
  }

  private static List<MailTopic> topics(String name) {
    return Arrays.stream(MailTopic.values())
        .filter(
            topic ->
                name.endsWith("<delay>")
                    ? topic.topic().startsWith(name.replace("<delay>", ""))
                    : topic.topic().equals(name))
        .toList();
  }

  private static Set<TopicPrincipal> principals(String cell) {
    return Arrays.stream(cell.split(", "))
        .flatMap(
            word ->
                switch (word) {
                  case "ingress", "the asking ingress" ->
                      EnumSet.of(TopicPrincipal.INGRESS_SMTP).stream();
                  case "signer" -> EnumSet.of(TopicPrincipal.SIGNER).stream();
                  case "verifier" -> EnumSet.of(TopicPrincipal.VERIFIER).stream();
                  case "key-registry" -> EnumSet.of(TopicPrincipal.KEY_REGISTRY).stream();
                  case "relay", "relay (DSNs)", "relay (release)" ->
                      EnumSet.of(TopicPrincipal.RELAY).stream();
                  case "operators" -> EnumSet.of(TopicPrincipal.OPERATOR).stream();
                  case "every service" ->
                      EnumSet.complementOf(EnumSet.of(TopicPrincipal.OPERATOR)).stream();
                  case "quarantine release" -> EnumSet.of(TopicPrincipal.RELAY).stream();
                  default -> throw new IllegalArgumentException(word);
                })
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
