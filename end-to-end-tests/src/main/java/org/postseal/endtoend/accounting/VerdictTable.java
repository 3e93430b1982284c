package org.postseal.endtoend.accounting;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A verdict as people read it. */
public final class VerdictTable {
  private static final Map<String, ToIntFunction<Verdict.Row>> COLUMNS = columns();

  private VerdictTable() {}

  private static Map<String, ToIntFunction<Verdict.Row>> columns() {
    var columns = new LinkedHashMap<String, ToIntFunction<Verdict.Row>>();
    columns.put("sent", Verdict.Row::sent);
    columns.put("250", Verdict.Row::accepted);
    columns.put("4xx", Verdict.Row::deferred);
    columns.put("5xx", Verdict.Row::refused);
    columns.put("no reply", Verdict.Row::unknown);
    columns.put("not sent", Verdict.Row::unsaid);
    columns.put("delivered", Verdict.Row::arrived);
    columns.put("kept", Verdict.Row::quarantined);
    columns.put("reported", Verdict.Row::reported);
    columns.put("of no reply", Verdict.Row::ofUnknown);
    return columns;
  }

  /** The table, the faults and all findings; the last line is the verdict. */
  public static String text(Verdict verdict, List<Fault> faults, Evidence.Registry registry) {
    var text = new StringBuilder();
    text.append("%-14s".formatted("kind"));
    COLUMNS.keySet().forEach(name -> text.append("%12s".formatted(name)));
    text.append('\n');
    Arrays.stream(Kind.values())
        .filter(verdict.rows()::containsKey)
        .forEach(kind -> text.append(row(kind, verdict.rows().get(kind))));
    text.append("faults: ").append(faults(faults)).append('\n');
    text.append(changes(registry)).append('\n');
    verdict.findings().stream()
        .collect(
            Collectors.groupingBy(
                finding -> finding.getClass().getSimpleName(), TreeMap::new, Collectors.toList()))
        .values()
        .forEach(
            same ->
                same.forEach(
                    finding ->
                        text.append(finding.isFailure() ? "FAILURE " : "        ")
                            .append(finding.id())
                            .append(' ')
                            .append(finding.words())
                            .append('\n')));
    return text.append(summary(verdict)).toString();
  }

  private static String row(Kind kind, Verdict.Row row) {
    var line = new StringBuilder("%-14s".formatted(kind.name().toLowerCase(Locale.ROOT)));
    COLUMNS.values().forEach(value -> line.append("%12d".formatted(value.applyAsInt(row))));
    return line.append('\n').toString();
  }

  private static String faults(List<Fault> faults) {
    var sorts =
        faults.stream()
            .collect(
                Collectors.groupingBy(
                    fault -> (fault.role() + " " + fault.how()).toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.counting()));
    return faults.size() + " " + sorts;
  }

  private static String changes(Evidence.Registry registry) {
    long acknowledged =
        registry.changes().stream()
            .filter(change -> change.answer() == Change.Answer.ACKNOWLEDGED)
            .count();
    return "changes of the registry: %d, acknowledged %d, compared with %s"
        .formatted(registry.changes().size(), acknowledged, registry.kept().keySet());
  }

  private static String summary(Verdict verdict) {
    long explained =
        verdict.findings().stream()
            .filter(finding -> finding instanceof Finding.Duplicate && !finding.isFailure())
            .count();
    return "lost %d, waiting %d, refused yet delivered %d, strangers %d, duplicates %d (explained %d), failures %d"
        .formatted(
            verdict.count(Finding.Lost.class),
            verdict.count(Finding.Waiting.class),
            verdict.count(Finding.RefusedYetDelivered.class),
            verdict.count(Finding.Stranger.class),
            verdict.count(Finding.Duplicate.class),
            explained,
            verdict.failures().size());
  }
}
