package org.postseal.commandline;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What went wrong, in one line for people, without stack traces. */
final class OneLine {
  /** Commands that the launcher has beside ours, separated by spaces. */
  private static final String LAUNCHER_COMMANDS = "launcher.commands";

  private OneLine() {}

  /** Of an argument. */
  static String of(ParameterException problem) {
    var command = problem.getCommandLine();
    // what nobody knows is said first: it may be the reason why something is missing
    var unknown = command.getUnmatchedArguments();
    if (!unknown.isEmpty()) {
      return unmatched(command, unknown.getFirst());
    }
    return flat(String.valueOf(problem.getMessage())) + help(command);
  }

  /** Of anything else. */
  static String of(Exception problem) {
    var message = problem.getMessage();
    return switch (problem) {
      case NoSuchFileException absent -> "there is no " + absent.getFile();
      case AccessDeniedException denied -> "no right to use " + denied.getFile();
      case FileSystemException other -> "cannot use " + flat(String.valueOf(message));
      default -> message == null ? problem.getClass().getSimpleName() : flat(message);
    };
  }

  private static String unmatched(CommandLine command, String word) {
    var candidates = new ArrayList<String>();
    String what;
    if (word.startsWith("-")) {
      what = "no option " + word;
      command
          .getCommandSpec()
          .options()
          .forEach(option -> candidates.addAll(List.of(option.names())));
    } else if (command.getSubcommands().isEmpty()) {
      what = "one argument too many: " + word;
    } else {
      what = "no command " + word;
      candidates.addAll(command.getSubcommands().keySet());
      if (command.getParent() == null) {
        candidates.addAll(List.of(System.getProperty(LAUNCHER_COMMANDS, "").split(" ", -1)));
      }
    }
    var name = word.indexOf('=') > 0 ? word.substring(0, word.indexOf('=')) : word;
    return what
        + Suggestion.of(name, candidates).map(near -> "; did you mean " + near + "?").orElse("")
        + help(command);
  }

  private static String help(CommandLine command) {
    return " (" + command.getCommandSpec().qualifiedName() + " --help)";
  }

  private static String flat(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
