package org.postseal.commandline.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postseal.commandline.PostsealCommand;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes man pages and completions for bash and zsh, laid out as in {@code /usr/share}. */
public final class Manual {
  private static final int DATE_LENGTH = 10;

  private Manual() {}

  /**
   * Makes all of them.
   *
   * @param arguments the directory, and the date of the pages
   */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), arguments[1].substring(0, DATE_LENGTH));
  }

  static void write(Path share, String date) throws IOException {
    var all = PostsealCommand.commandLine();
    var pages = Files.createDirectories(share.resolve("man/man1"));
    writePages(all, new ManPage(date), pages);
    var script = AutoComplete.bash("postseal", all);
    var bash = Files.createDirectories(share.resolve("bash-completion/completions"));
    Files.writeString(bash.resolve("postseal"), script);
    var zsh = Files.createDirectories(share.resolve("zsh/site-functions"));
    Files.writeString(zsh.resolve("_postseal"), "#compdef postseal\n" + script);
  }

  private static void writePages(CommandLine command, ManPage page, Path directory)
      throws IOException {
    var spec = command.getCommandSpec();
    Files.writeString(directory.resolve(ManPage.name(spec) + ".1"), page.of(spec));
    for (var below : command.getSubcommands().values()) {
      writePages(below, page, directory);
    }
  }
}
