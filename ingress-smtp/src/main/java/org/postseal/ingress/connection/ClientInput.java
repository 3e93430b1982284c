package org.postseal.ingress.connection;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.ingress.session.Pipelining;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SessionState;
import org.postseal.smtp.command.CommandParser;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.framing.CommandLineFramer;

/** What one client has sent and the session has not taken yet, cut into what it takes next. */
final class ClientInput {
  private final ConnectionSettings settings;
  private final CommandParser parser;
  private final CommandLineFramer framer = new CommandLineFramer();
  private final ReceivedOctets octets = new ReceivedOctets();
  private long toSkip;

  ClientInput(ConnectionSettings settings) {
    this.settings = settings;
    this.parser = new CommandParser(settings.paths());
  }

  /** Adds what the socket has read. */
  void add(Buffer buffer) {
    octets.add(buffer);
  }

  /** Octets that are not cut yet; content is read from here. */
  ReceivedOctets octets() {
    return octets;
  }

  boolean isEmpty() {
    return octets.isEmpty();
  }

  /** Whether the last line that waits here is QUIT. */
  boolean endsWithQuit() {
    var text = octets.octets();
    int end = octets.end() - 2;
    if (octets.length() < 2 || text[end] != '\r' || text[end + 1] != '\n') {
      return false;
    }
    int begin = end;
    while (begin > octets.at() && text[begin - 1] != '\n') {
      begin--;
    }
    return parser.parse(text, begin, end - begin) instanceof SmtpCommand.Quit;
  }

  /** Forgets what nobody will read. */
  void clear() {
    octets.clear();
  }

  /** Forgets a line that has begun, too: none may begin before TLS and end inside of it. */
  void discard() {
    octets.clear();
    framer.discard();
  }

  /** The next command line; nothing if more octets are needed for one. */
  Optional<SessionInput> command(SessionState state) {
    return line(settings.commandLine(), line -> command(state, line));
  }

  /** The next line of an authentication exchange (RFC 4954 §4). */
  Optional<SessionInput> credentials() {
    return line(
        settings.authLine(),
        line ->
            new SessionInput.CredentialsLine(
                new String(
                    line.octets(), line.offset(), line.length(), StandardCharsets.ISO_8859_1)));
  }

  private Optional<SessionInput> line(
      int limit, Function<CommandLineFramer.Line, SessionInput> meaning) {
    return switch (framer.next(octets.octets(), octets.at(), octets.end(), limit)) {
      case CommandLineFramer.Incomplete _ -> {
        octets.clear();
        yield Optional.empty();
      }
      case CommandLineFramer.Defective(var defect, var consumed) -> {
        octets.taken(consumed);
        yield Optional.of(new SessionInput.LineRefused(defect));
      }
      case CommandLineFramer.Line line -> {
        octets.taken(line.consumed());
        yield Optional.of(meaning.apply(line));
      }
    };
  }

  private SessionInput command(SessionState state, CommandLineFramer.Line line) {
    var command = parser.parse(line.octets(), line.offset(), line.length());
    return octets.isEmpty() || Pipelining.mayGoOn(state, command)
        ? new SessionInput.Command(command)
        : new SessionInput.EarlyTalk();
  }

  /** So many of the next octets are to be dropped; drops what can be. */
  Optional<SessionInput> skip(long count) {
    toSkip = count;
    return skipped();
  }

  /** Drops what can be dropped of what was to be. */
  Optional<SessionInput> skipped() {
    int count = (int) Math.min(octets.length(), toSkip);
    octets.taken(count);
    toSkip -= count;
    return toSkip == 0 ? Optional.of(new SessionInput.ChunkSkipped()) : Optional.empty();
  }
}
