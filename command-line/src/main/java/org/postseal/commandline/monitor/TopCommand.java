package org.postseal.commandline.monitor;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.kafka.KafkaOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postseal top}: the gateway's rates at a glance, again and again, as Kafka tells them. */
@Command(
    name = "top",
    description = {
      "What the mail is doing now: rates, verdicts, refused authors, deferrals, slow hops, lag.",
      "q ends it. NO_COLOR, if it is set, takes the colours away."
    },
    mixinStandardHelpOptions = true)
public final class TopCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final Duration POLL = Duration.ofMillis(200);

  private static final String CLEAR_SCREEN = "\u001b[2J";
  private static final String UPPER_LEFT_CORNER = "\u001b[H";
  private static final String CLEAR_REST_OF_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "PT2S",
      description = "How often the picture is drawn, at least PT1S (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(2);

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many pictures, each below the other (default: never).")
  private int frames;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (interval.compareTo(Duration.ofSeconds(1)) < 0 || frames < 0) {
      throw new ParameterException(
          spec().commandLine(), "--interval is PT1S or longer, --frames 0 or more");
    }
    var settings = kafka.clientSettings();
    var colours = frames == 0 ? Colours.ofTerminal() : Colours.none();
    var out = spec().commandLine().getOut();
    try (var events = new EventReader(settings);
        var groups = new ConsumerGroups(settings);
        var keys = frames == 0 ? Keys.ofTerminal() : Keys.none()) {
      var tally = new Tally();
      int drawn = 0;
      if (frames == 0) {
        out.print(CLEAR_SCREEN);
      }
      while (!out.checkError()) {
        count(events, tally, System.nanoTime() + interval.toNanos(), keys);
        if (keys.isQuit()) {
          break;
        }
        draw(out, colours, TopFrame.lines(time(), tally, groups.report(), nowSeconds()));
        drawn++;
        if (drawn == frames) {
          break;
        }
      }
      return OK;
    } catch (KafkaException e) {
      spec().commandLine().getErr().println("postseal top: " + e.getMessage());
      return FAILED;
    }
  }

  private static void count(EventReader events, Tally tally, long untilNanos, Keys keys) {
    while (System.nanoTime() - untilNanos < 0 && !keys.isQuit()) {
      events
          .poll(POLL)
          .forEach(
              seen ->
                  seen.event()
                      .flatMap(MailFact::of)
                      .ifPresent(fact -> tally.add(fact, nowSeconds())));
    }
  }

  private void draw(PrintWriter out, Colours colours, List<String> lines) {
    if (frames == 0) {
      // Each line is written over, so that nothing flickers.
      out.print(UPPER_LEFT_CORNER);
      out.print(String.join(CLEAR_REST_OF_LINE + "\n", lines.stream().map(colours::of).toList()));
      out.print(CLEAR_REST_OF_LINE + CLEAR_BELOW);
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }

  private static String time() {
    return LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static long nowSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects it");
    }
    return spec;
  }
}
