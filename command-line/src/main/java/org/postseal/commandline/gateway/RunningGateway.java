package org.postseal.commandline.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/**
 * What a gateway that runs says of itself, so that commands find it. No secrets.
 *
 * @param process its id
 * @param data its data directory, absolute
 * @param url of its HTTP port
 * @param submissionPort where users submit, with STARTTLS; 0 if nowhere
 */
public record RunningGateway(long process, Path data, String url, int submissionPort) {
  private static final String FILE_NAME = "gateway.properties";

  /** Writes it into its data directory and to where commands look for running gateways. */
  public void note() throws IOException {
    write(data.resolve(FILE_NAME));
    write(noted());
  }

  /**
   * Takes back what {@link #note} wrote; a gateway that is killed leaves it, which harms nobody.
   */
  public void forget() throws IOException {
    Files.deleteIfExists(noted());
    Files.deleteIfExists(data.resolve(FILE_NAME));
  }

  private Path noted() {
    return RunningGateways.directory().resolve(process + ".properties");
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var properties = new Properties();
    properties.setProperty("process", Long.toString(process));
    properties.setProperty("data", data.toString());
    properties.setProperty("url", url);
    properties.setProperty("submission-port", Integer.toString(submissionPort));
    var unfinished = file.resolveSibling(file.getFileName() + "." + process + ".unfinished");
    try (var writer =
        Files.newBufferedWriter(
            unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      properties.store(writer, null);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the gateway of a data directory said of itself, if that gateway still runs. */
  static Optional<RunningGateway> in(Path data) {
    return read(data.resolve(FILE_NAME));
  }

  /** Empty if it is no such file, or its process has ended. */
  static Optional<RunningGateway> read(Path file) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      var running =
          new RunningGateway(
              Long.parseLong(properties.getProperty("process", "")),
              Path.of(properties.getProperty("data", "")),
              properties.getProperty("url", ""),
              Integer.parseInt(properties.getProperty("submission-port", "0")));
      return Optional.of(running).filter(RunningGateway::isAlive);
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
  }
}
