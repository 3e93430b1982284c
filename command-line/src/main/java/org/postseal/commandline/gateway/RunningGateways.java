package org.postseal.commandline.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gateways that this user runs on this machine, as they say themselves. */
final class RunningGateways {
  private static final String PROPERTY = "postseal.running.directory";

  private RunningGateways() {}

  /** Where each has a file. Only its owner may write there; see {@link #all}. */
  static Path directory() {
    var given = System.getProperty(PROPERTY);
    if (given != null) {
      return Path.of(given);
    }
    var runtime = System.getenv("XDG_RUNTIME_DIR");
    return runtime == null || !Files.isDirectory(Path.of(runtime))
        ? Path.of(
            System.getProperty("java.io.tmpdir"), "postseal-" + System.getProperty("user.name"))
        : Path.of(runtime, "postseal");
  }

  /**
   * Those that still run. A directory of somebody else tells nothing: he could lead our token to
   * himself.
   */
  static List<RunningGateway> all() {
    var found = new ArrayList<RunningGateway>();
    try {
      var directory = directory();
      if (!isOurs(directory)) {
        return List.of();
      }
      try (var files = Files.newDirectoryStream(directory, "*.properties")) {
        files.forEach(file -> RunningGateway.read(file).ifPresent(found::add));
      }
    } catch (IOException _) {
      return List.of();
    }
    return List.copyOf(found);
  }

  /** The one with this data directory. */
  static Optional<RunningGateway> of(Path data) {
    return RunningGateway.in(data);
  }

  private static boolean isOurs(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    var owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
    return owner.equals(System.getProperty("user.name"))
        && Files.getPosixFilePermissions(directory).stream()
            .noneMatch(permission -> !permission.name().startsWith("OWNER"));
  }
}
