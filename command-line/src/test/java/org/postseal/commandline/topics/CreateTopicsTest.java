package org.postseal.commandline.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.broker.BrokerSettings;
import org.postseal.broker.EmbeddedBroker;
import org.postseal.topics.MailTopic;
import picocli.CommandLine;

/** Against a broker that has every topic already; each test takes away or changes one thing. */
class CreateTopicsTest {
  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static Admin admin;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(new BrokerSettings(directory, 0, BrokerSettings.Durability.DISK));
    admin = Admin.create(new HashMap<>(broker.clientSettings()));
    var properties = new Properties();
    properties.putAll(broker.clientSettings());
    try (var writer = Files.newBufferedWriter(directory.resolve("client.properties"))) {
      properties.store(writer, null);
    }
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  private int create(String... more) {
    var line =
        new CommandLine(new TopicsCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    var arguments =
        new ArrayList<>(
            List.of(
                "create",
                "--bootstrap",
                "127.0.0.1:" + broker.port(),
                "--command-config",
                directory.resolve("client.properties").toString(),
                "--replication-factor",
                "1"));
    arguments.addAll(List.of(more));
    return line.execute(arguments.toArray(String[]::new));
  }

  @Test
  void aClusterThatHasEverythingIsLeftAsItIs() {
    assertThat(create()).as(err::toString).isZero();
    assertThat(out)
        .hasToString("topics: 0 created, " + MailTopic.values().length + " were there\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatLacksIsCreatedAsDeclared() throws Exception {
    delete("mail.accepted");
    assertThat(create()).as(err::toString).isZero();
    assertThat(out.toString()).startsWith("created mail.accepted, partitions: 24\n");
    awaitPresent("mail.accepted");
    assertThat(create()).as("a second time").isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anotherSettingIsReportedAndKept() throws Exception {
    set("mail.held", "retention.ms", "1234567");
    assertThat(create()).isZero();
    assertThat(err).hasToString("differs mail.held: retention.ms is 1234567, declared -1\n");
    err.getBuffer().setLength(0);
    set("mail.held", "retention.ms", "-1");
    assertThat(create()).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anotherNumberOfPartitionsIsAFailure() throws Exception {
    delete("mail.verdicts");
    var few = new NewTopic("mail.verdicts", 3, (short) 1).configs(MailTopic.VERDICTS.settings());
    admin.createTopics(List.of(few)).all().get();
    awaitPresent("mail.verdicts");
    assertThat(create()).isEqualTo(1);
    assertThat(err).hasToString("WRONG mail.verdicts: partitions are 3, must be 64\n");
    delete("mail.verdicts");
    assertThat(create()).as("after its removal").isZero();
  }

  @Test
  void aBrokerThatAllowsEverybodyEverythingIsAFailure() {
    assertThat(create("--acls")).isEqualTo(1);
    assertThat(err.toString()).contains("SecurityDisabledException");
  }

  private static void set(String topic, String name, String value) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    await(
        () ->
            admin
                .describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value()
                .equals(value));
  }

  private static void delete(String topic) throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    await(() -> !admin.listTopics().names().get().contains(topic));
  }

  private static void awaitPresent(String topic) throws Exception {
    await(() -> admin.listTopics().names().get().contains(topic));
  }

  /** A change is acknowledged by the controller; the broker that answers hears of it later. */
  private static void await(Callable<Boolean> condition) throws Exception {
    var end = Instant.now().plusSeconds(30);
    while (!condition.call()) {
      assertThat(Instant.now()).as("the broker has heard of it").isBefore(end);
      Thread.sleep(20);
    }
  }
}
