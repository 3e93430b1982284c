package org.postseal.commandline.accounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the accounts are; reads and replaces the file as a whole. */
final class AccountsOptions {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "${env:POSTSEAL_ACCOUNTS_FILE:-data/accounts}",
      description = "the accounts file (default: ${DEFAULT-VALUE})")
  private Path file = Path.of("data", "accounts");

  AccountLines read() throws IOException {
    return new AccountLines(Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  /**
   * All of it or nothing, readable by its owner only, and so is a directory that is made for it:
   * the gateway would not start in another. The ingress looks every few seconds.
   */
  void write(AccountLines accounts) throws IOException {
    var target = file.toAbsolutePath();
    var owners = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(target.getParent(), PosixFilePermissions.asFileAttribute(owners));
    var unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(owner));
    Files.write(unfinished, accounts.lines(), StandardOpenOption.WRITE);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
