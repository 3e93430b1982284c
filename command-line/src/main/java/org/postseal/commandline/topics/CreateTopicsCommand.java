package org.postseal.commandline.topics;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.kafka.KafkaOptions;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicPrincipal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code postseal topics create}: adds to a cluster what topics and access rules it lacks. What is
 * there and differs is reported and left alone: an operator may have wanted it so. A wrong number
 * of partitions is a failure, for services agree on it; so is a right that nobody declared.
 */
@Command(
    name = "create",
    description = {
      "Create what topics the cluster lacks, and report those that differ.",
      "Running it again changes nothing."
    },
    mixinStandardHelpOptions = true)
final class CreateTopicsCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int WRONG = 1;

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--replication-factor",
      defaultValue = "3",
      paramLabel = "N",
      description = {
        "How many brokers keep each topic (default: ${DEFAULT-VALUE}).",
        "With 1, accepted mail is flushed to disk record by record."
      })
  private short replicationFactor;

  @Option(names = "--acls", description = "Also allow each service the topics that are its own.")
  private boolean acls;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec().commandLine().getOut();
    var err = spec().commandLine().getErr();
    try (var cluster = new Cluster(kafka.clientSettings())) {
      boolean fit = createTopics(cluster, out, err);
      if (acls) {
        fit &= allow(cluster, out, err);
      }
      out.flush();
      return fit ? OK : WRONG;
    } catch (Cluster.RefusedException | KafkaException e) {
      err.println("postseal topics create: " + e.getMessage());
      return WRONG;
    }
  }

  private boolean createTopics(Cluster cluster, PrintWriter out, PrintWriter err)
      throws Cluster.RefusedException {
    var declared =
        Arrays.stream(MailTopic.values())
            .map(topic -> new DeclaredTopic(topic, replicationFactor))
            .toList();
    var present =
        cluster.present(
            declared.stream().map(topic -> topic.topic().topic()).collect(Collectors.toSet()));
    var lacking = new ArrayList<NewTopic>();
    boolean fit = true;
    for (var topic : declared) {
      var found = present.get(topic.topic().topic());
      if (found == null) {
        lacking.add(topic.toNewTopic());
      } else {
        fit &= isFit(topic, found, err);
      }
    }
    cluster.create(lacking);
    lacking.forEach(
        topic -> out.println("created " + topic.name() + ", partitions: " + topic.numPartitions()));
    out.println("topics: " + lacking.size() + " created, " + present.size() + " were there");
    return fit;
  }

  private static boolean isFit(
      DeclaredTopic declared, Cluster.PresentTopic found, PrintWriter err) {
    var name = declared.topic().topic();
    declared
        .differences(found.settings())
        .forEach(difference -> err.println("differs " + name + ": " + difference));
    if (found.partitions() != declared.topic().partitions()) {
      err.println(
          "WRONG "
              + name
              + ": partitions are "
              + found.partitions()
              + ", must be "
              + declared.topic().partitions());
      return false;
    }
    return true;
  }

  private static boolean allow(Cluster cluster, PrintWriter out, PrintWriter err)
      throws Cluster.RefusedException {
    var present = new HashSet<>(cluster.rules());
    var declared = AccessRules.all();
    var lacking = declared.stream().filter(rule -> !present.contains(rule)).toList();
    cluster.allow(lacking);
    lacking.forEach(rule -> out.println("allowed " + AccessRules.line(rule)));
    out.println(
        "access rules: "
            + lacking.size()
            + " added, "
            + (declared.size() - lacking.size())
            + " were there");
    var ours = principals();
    var undeclared =
        present.stream()
            .filter(rule -> ours.contains(rule.entry().principal()) && !declared.contains(rule))
            .toList();
    undeclared.forEach(rule -> err.println("WRONG not declared: " + AccessRules.line(rule)));
    return undeclared.isEmpty();
  }

  private static List<String> principals() {
    return Arrays.stream(TopicPrincipal.values())
        .map(principal -> "User:" + principal.principalName())
        .toList();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects it");
    }
    return spec;
  }
}
