package org.postseal.endtoend.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was said in a session, in order, with the time since its beginning. */
public final class Transcript {

  /** Who said it. */
  public enum Speaker {
    CLIENT("C: "),
    SERVER("S: "),
    /** Not said but done: a TLS handshake, an end of the connection. */
    REMARK("   ");

    private final String mark;

    Speaker(String mark) {
      this.mark = mark;
    }

    public String mark() {
      return mark;
    }
  }

  /** One line of it. */
  public record Line(Duration at, Speaker speaker, String text) {
    @Override
    public String toString() {
      return "%7.1f ms  %s%s".formatted(at.toNanos() / 1e6, speaker.mark(), text);
    }
  }

  private final long began = System.nanoTime();
  private final List<Line> lines = new ArrayList<>();

  void add(Speaker speaker, String text) {
    lines.add(new Line(Duration.ofNanos(System.nanoTime() - began), speaker, text));
  }

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String toString() {
    return String.join("\n", lines.stream().map(Line::toString).toList());
  }
}
