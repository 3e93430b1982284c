package org.postseal.commandline.accounts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.commandline.gateway.DataOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the accounts are; reads and replaces the file as a whole. */
final class AccountsOptions {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "the accounts file (default: $POSTSEAL_ACCOUNTS_FILE, else accounts in --data)")
  private @Nullable Path file;

  @Mixin private final DataOption gateway = new DataOption();

  private Path file() {
    if (file != null) {
      return file;
    }
    var environment = System.getenv("POSTSEAL_ACCOUNTS_FILE");
    return environment == null || environment.isEmpty()
        ? gateway.file("accounts")
        : Path.of(environment);
  }

  /**
   * What to say of a file in a data directory that no gateway uses now; empty if one does, or if
   * the file is named by itself.
   */
  Optional<String> unused() {
    return file != null || gateway.running().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no gateway runs with %s now; one that starts with it knows the account"
                .formatted(gateway.directory().toAbsolutePath().normalize()));
  }

  AccountLines read() throws IOException {
    var file = file();
    return new AccountLines(Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  /**
   * All of it or nothing, readable by its owner only, and so is a directory that is made for it:
   * the gateway would not start in another. The ingress looks every few seconds.
   */
  void write(AccountLines accounts) throws IOException {
    var target = file().toAbsolutePath();
    var owners = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(target.getParent(), PosixFilePermissions.asFileAttribute(owners));
    var unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    var owner = PosixFilePermissions.fromString("rw-------");
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(owner));
    Files.write(unfinished, accounts.lines(), StandardOpenOption.WRITE);
    keepOwner(target, unfinished);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What root changes for a gateway that runs as somebody else stays readable for that one. */
  private static void keepOwner(Path target, Path unfinished) throws IOException {
    var owner = Files.getOwner(Files.exists(target) ? target : target.getParent());
    if (!owner.equals(Files.getOwner(unfinished))) {
      Files.setOwner(unfinished, owner);
    }
  }
}
