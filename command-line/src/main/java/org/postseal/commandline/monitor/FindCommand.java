package org.postseal.commandline.monitor;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.kafka.KafkaOptions;
import org.postseal.topics.MessageId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postseal find}: everything that happened to the messages one looks for. */
@Command(
    name = "find",
    mixinStandardHelpOptions = true,
    description = {
      "Everything that happened to messages: by transaction, by sender's or recipient's address,"
          + " by a domain, or by Message-ID.",
      "Reads the topics from --since on, which takes a while where there is much."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:something was found",
      "1:nothing was found, or the topics cannot be read",
      "2:an argument that cannot be used"
    })
public final class FindCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      defaultValue = "7d",
      description = "As tail has it (default: ${DEFAULT-VALUE}).")
  private String since = "";

  @Option(names = "--json", description = "Print them as JSON, a message a line.")
  private boolean json;

  @Option(
      names = "--message-id",
      paramLabel = "ID",
      description = "A Message-ID, with or without angle brackets; may be repeated.")
  private List<String> messageIds = new ArrayList<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "WHAT",
      description = "A transaction, an address, a domain, or a Message-ID in angle brackets.")
  private List<String> wanted = new ArrayList<>();

  @Override
  public Integer call() {
    if (wanted.isEmpty() && messageIds.isEmpty()) {
      throw new ParameterException(
          spec().commandLine(),
          "say what to find: a transaction, an address, a domain, a Message-ID");
    }
    var from = Since.parse(since, Instant.now(), ZoneId.systemDefault());
    var settings = kafka.clientSettings();
    try {
      var transactions = transactions(settings, from);
      var stories =
          transactions.isEmpty()
              ? Map.<String, List<MailFact>>of()
              : stories(settings, transactions, from);
      print(stories);
      if (stories.isEmpty()) {
        err().println("postseal: nothing since " + from + " about " + what());
        return 1;
      }
      return 0;
    } catch (KafkaException e) {
      err().println("postseal: " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
      return 1;
    }
  }

  /** The first {@link #MOST} that fit. */
  private Set<String> transactions(Map<String, Object> settings, Instant from) {
    var found = new HashSet<String>();
    var ids = messageIds.stream().flatMap(id -> MessageId.of(id).stream()).toList();
    try (var events = new EventReader(settings)) {
      events.seek(from);
      events.facts(
          fact -> {
            if (found.size() < MOST
                && (fact.messageId().filter(ids::contains).isPresent()
                    || wanted.stream().anyMatch(what -> isAbout(fact, what)))) {
              found.add(fact.transactionId());
            }
          });
    }
    return found;
  }

  private String what() {
    var all = new ArrayList<>(messageIds);
    all.addAll(wanted);
    return String.join(", ", all);
  }

  private static boolean isAbout(MailFact fact, String what) {
    boolean bracketed = what.startsWith("<") && what.endsWith(">");
    var plain = bracketed ? what.substring(1, what.length() - 1) : what;
    if (bracketed && fact.messageId().isPresent() && fact.messageId().equals(MessageId.of(what))) {
      return true;
    }
    return fact.transactionId().equals(plain)
        || (plain.indexOf('@') >= 0
            ? fact.names(plain)
            : fact.domains().contains(plain.toLowerCase(Locale.ROOT)));
  }

  private static Map<String, List<MailFact>> stories(
      Map<String, Object> settings, Set<String> transactions, Instant from) {
    var stories = new TreeMap<String, List<MailFact>>();
    try (var events = new EventReader(settings)) {
      events.seek(from);
      events.facts(
          fact -> {
            if (transactions.contains(fact.transactionId())) {
              stories.computeIfAbsent(fact.transactionId(), _ -> new ArrayList<>()).add(fact);
            }
          });
    }
    stories.values().forEach(facts -> facts.sort(Comparator.comparing(MailFact::time)));
    var inOrder = new LinkedHashMap<String, List<MailFact>>();
    stories.entrySet().stream()
        .sorted(Comparator.comparing(story -> story.getValue().getFirst().time()))
        .forEach(story -> inOrder.put(story.getKey(), story.getValue()));
    return inOrder;
  }

  private void print(Map<String, List<MailFact>> stories) {
    var lines = new FactLine(ZoneId.systemDefault());
    stories.forEach(
        (transaction, facts) -> {
          if (json) {
            out().println(FactLine.printable(FactJson.of(transaction, facts)));
          } else {
            facts.forEach(fact -> out().println(lines.of(fact)));
            out().println();
          }
        });
    out().flush();
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects it");
    }
    return spec;
  }
}
