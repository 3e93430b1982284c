package org.postseal.commandline.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postseal.commandline.Version;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's page of section 1, in the language of man(7). */
final class ManPage {
  private final String date;

  ManPage(String date) {
    this.date = date;
  }

  /** Such as {@code postseal-keys-create}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  String of(CommandSpec command) {
    var lines = new ArrayList<String>();
    lines.add(
        ".TH \"%s\" \"1\" \"%s\" \"Postseal %s\" \"Postseal\""
            .formatted(name(command).toUpperCase(Locale.ROOT), date, Version.number()));
    lines.add(".SH NAME");
    lines.add(text(name(command)) + " \\- " + text(summary(command)));
    lines.add(".SH SYNOPSIS");
    lines.add(".nf");
    command
        .commandLine()
        .getHelp()
        .synopsis(0)
        .lines()
        .forEach(line -> lines.add(text(plain(line))));
    lines.add(".fi");
    lines.add(".SH DESCRIPTION");
    for (var line : command.usageMessage().description()) {
      lines.add(text(format(line)));
    }
    addArguments(command, lines);
    addCommands(command, lines);
    lines.add(".SH EXIT STATUS");
    command
        .usageMessage()
        .exitCodeList()
        .forEach((status, meaning) -> addItem(status, List.of(meaning), lines));
    var parent = command.parent();
    if (parent != null) {
      lines.add(".SH SEE ALSO");
      lines.add("\\fB" + text(name(parent)) + "\\fR(1)");
    }
    return String.join("\n", lines) + "\n";
  }

  private static void addArguments(CommandSpec command, List<String> lines) {
    if (!command.positionalParameters().isEmpty()) {
      lines.add(".SH ARGUMENTS");
      command
          .positionalParameters()
          .forEach(argument -> addItem(argument.paramLabel(), description(argument), lines));
    }
    lines.add(".SH OPTIONS");
    command.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> addItem(heading(option), description(option), lines));
  }

  private static void addCommands(CommandSpec command, List<String> lines) {
    if (!command.subcommands().isEmpty()) {
      lines.add(".SH COMMANDS");
      command
          .subcommands()
          .values()
          .forEach(
              below ->
                  addItem(
                      name(below.getCommandSpec()) + "(1)",
                      List.of(summary(below.getCommandSpec())),
                      lines));
    }
  }

  private static String heading(OptionSpec option) {
    var names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static List<String> description(ArgSpec argument) {
    return List.of(argument.description()).stream()
        .map(
            line ->
                line.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                    .replace("${COMPLETION-CANDIDATES}", candidates(argument)))
        .map(ManPage::format)
        .toList();
  }

  private static String candidates(ArgSpec argument) {
    var candidates = argument.completionCandidates();
    return candidates == null ? "" : String.join(", ", candidates);
  }

  private static void addItem(String heading, List<String> description, List<String> lines) {
    lines.add(".TP");
    lines.add("\\fB" + text(heading) + "\\fR");
    lines.add(text(String.join(" ", description)));
  }

  private static String summary(CommandSpec command) {
    var description = command.usageMessage().description();
    return description.length == 0 ? command.name() : format(description[0]);
  }

  /** As the help shows it: {@code %%} is a percent sign. */
  private static String format(String line) {
    return plain(line).replace("%n", " ").replace("%%", "%");
  }

  private static String plain(String line) {
    return Ansi.OFF.string(line);
  }

  /** Nothing in it is a request or an escape of the page's language. */
  private static String text(String plain) {
    var escaped = plain.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
