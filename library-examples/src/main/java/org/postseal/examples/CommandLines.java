package org.postseal.examples;

import java.util.ArrayList;
import java.util.List;
import org.postseal.smtp.command.CommandParser;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.framing.CommandLineFramer;
import org.postseal.smtp.path.PathLimits;
import org.postseal.smtp.reply.Reply;

/** A server's side of the dialogue. */
// README: commands
final class CommandLines {
  private static final int LINE_LIMIT = 2_048;

  private final CommandLineFramer framer = new CommandLineFramer();
  private final CommandParser parser = new CommandParser(PathLimits.GENEROUS);

  /** The replies to all lines that end in these octets; what begins a line is kept. */
  List<Reply> arrived(byte[] octets) {
    var replies = new ArrayList<Reply>();
    int at = 0;
    while (true) {
      switch (framer.next(octets, at, octets.length, LINE_LIMIT)) {
        case CommandLineFramer.Line(var line, int offset, int length, int consumed) -> {
          replies.add(replyTo(parser.parse(line, offset, length)));
          at += consumed;
        }
        case CommandLineFramer.Defective(var defect, int consumed) -> {
          replies.add(Reply.of(500, "5.5.2", "Not a command line: " + defect));
          at += consumed;
        }
        case CommandLineFramer.Incomplete _ -> {
          return replies;
        }
      }
    }
  }

  private static Reply replyTo(SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Mail(var reversePath, _) ->
          Reply.of(250, "2.1.0", reversePath.mailbox().isEmpty() ? "A bounce" : "Go on");
      case SmtpCommand.Malformed(_, _, var explanation) -> Reply.of(501, "5.5.4", explanation);
      case SmtpCommand.Quit _ -> Reply.of(221, "2.0.0", "Bye");
      default -> Reply.of(502, "5.5.1", "Not in this example");
    };
  }
}
// README: end
