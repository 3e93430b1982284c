package org.postseal.endtoend.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.postseal.endtoend.gateway.RunningGateway;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.smtp.Transcript;

/** Prints for people: in colours if a terminal reads it and {@code NO_COLOR} is not set. */
final class Screen {
  private enum Colour {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final boolean coloured;

  private Screen(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  static Screen standard() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Screen(System.out, terminal && System.getenv("NO_COLOR") == null);
  }

  void title(String text) {
    out.println();
    out.println(in(Colour.BOLD, text));
  }

  void say(String text) {
    out.println("  " + text);
  }

  void outcome(boolean asExpected, String text) {
    out.println(asExpected ? in(Colour.GREEN, "  ✓ " + text) : in(Colour.RED, "  ✗ " + text));
  }

  void headerSection(String text) {
    text.lines().forEach(line -> out.println("    " + in(Colour.CYAN, line)));
  }

  /**
   * Lines of a transcript; a long reply to EHLO is not shortened, since it says what is offered.
   */
  void transcript(List<Transcript.Line> lines) {
    for (var line : lines) {
      out.println("    " + in(colour(line), line.toString()));
    }
  }

  /** Where the gateways listen. */
  void gateways(TwoDomains domains) {
    for (RunningGateway gateway : List.of(domains.sender(), domains.receiver())) {
      var ports = gateway.ports();
      say(
          "%-19s  MX %d, submission %d, submissions %d, Kafka %d, HTTP %d"
              .formatted(
                  gateway.plan().hostName(),
                  ports.mx(),
                  ports.submission(),
                  ports.submissions(),
                  ports.broker(),
                  ports.http()));
    }
    say("DNS                  UDP and TCP " + domains.zone().address().getPort());
  }

  /** What is left to look at when all processes have ended. */
  void whereToLook(TwoDomains domains) {
    title("Where to look");
    for (RunningGateway gateway : List.of(domains.sender(), domains.receiver())) {
      say(gateway.plan().hostName() + " printed " + gateway.log());
      say("  and keeps its topics in " + gateway.data().resolve("kafka"));
    }
    say("Bob's mail: " + domains.receiver().maildir("bob").directory());
    say("A gateway of your own: ./postseal up");
  }

  private static Colour colour(Transcript.Line line) {
    return switch (line.speaker()) {
      case CLIENT -> Colour.BOLD;
      case REMARK -> Colour.DIM;
      case SERVER ->
          switch (line.text().isEmpty() ? ' ' : line.text().charAt(0)) {
            case '4' -> Colour.YELLOW;
            case '5' -> Colour.RED;
            default -> Colour.GREEN;
          };
    };
  }

  private String in(Colour colour, String text) {
    return coloured ? "\u001B[" + colour.code + "m" + text + "\u001B[0m" : text;
  }
}
