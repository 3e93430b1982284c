package org.postseal.commandline.monitor;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which facts are shown: those that fit everything that was asked for. */
final class FactFilter {

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "Only what names this domain, or one below it, as author, sender or recipient.")
  private @Nullable String domain;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      converter = Rules.Name.class,
      description = "Only decisions by this rule, as lines show it.")
  private @Nullable String rule;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      split = ",",
      converter = Outcome.Word.class,
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private @Nullable Set<Outcome> outcomes;

  @Option(
      names = "--transaction",
      paramLabel = "ID",
      description = "Only this message, named in the 250 and in the Received field.")
  private @Nullable String transactionId;

  boolean fits(MailFact fact) {
    return (outcomes == null || outcomes.contains(fact.outcome()))
        && (transactionId == null || transactionId.equals(fact.transactionId()))
        && (rule == null || fact.rule().filter(rule::equals).isPresent())
        && (domain == null || fact.domains().stream().anyMatch(FactFilter.isAtOrBelow(domain)));
  }

  private static Predicate<String> isAtOrBelow(String domain) {
    var wanted = domain.toLowerCase(Locale.ROOT);
    return named -> named.equals(wanted) || named.endsWith("." + wanted);
  }
}
