package org.postseal.commandline.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * {@code postseal.properties}: the settings of a gateway, which commands read for its data
 * directory. It is looked for where {@code POSTSEAL_CONFIG} says, in the working directory and in
 * {@code /etc/postseal}.
 */
public final class SettingsFile {
  /** The setting that commands want to know. */
  static final String DATA = "postseal.standalone.data";

  private static final Path OF_THE_SYSTEM = Path.of("/etc/postseal/postseal.properties");

  private SettingsFile() {}

  /** The first that is there and may be read. */
  public static Optional<Path> find() {
    var given = System.getenv("POSTSEAL_CONFIG");
    return given == null || given.isEmpty()
        ? Stream.of(Path.of("postseal.properties"), OF_THE_SYSTEM)
            .filter(Files::isReadable)
            .map(Path::toAbsolutePath)
            .findFirst()
        : Optional.of(Path.of(given).toAbsolutePath());
  }

  /** The data directory that it names. */
  static Optional<Path> data() {
    return find().flatMap(SettingsFile::dataIn);
  }

  private static Optional<Path> dataIn(Path file) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return Optional.ofNullable(properties.getProperty(DATA)).map(Path::of);
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
