package org.postseal.console.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** Where an index is kept. */
public sealed interface Place {

  /** How connections to it are made. What is needed for that is made or read first. */
  ConnectionPoolDataSource source() throws IOException;

  /**
   * In files of this process.
   *
   * @param directory made with mode 0700 if absent
   * @param cacheKib memory for its pages
   */
  record Embedded(Path directory, int cacheKib) implements Place {
    @Override
    public ConnectionPoolDataSource source() throws IOException {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      var file = directory.toAbsolutePath().normalize().resolve("index");
      var source = new JdbcDataSource();
      source.setURL(
          "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=%d"
              .formatted(file, cacheKib));
      return source;
    }
  }

  /**
   * In a PostgreSQL.
   *
   * @param url of JDBC
   * @param passwordFile with the password and nothing else
   */
  record Server(String url, Optional<String> user, Optional<Path> passwordFile) implements Place {
    private static final int CONNECT_SECONDS = 5;
    private static final int SILENCE_SECONDS = 60;

    @Override
    public ConnectionPoolDataSource source() throws IOException {
      var source = new PGConnectionPoolDataSource();
      source.setConnectTimeout(CONNECT_SECONDS);
      source.setSocketTimeout(SILENCE_SECONDS);
      source.setTcpKeepAlive(true);
      source.setReWriteBatchedInserts(true);
      source.setApplicationName("postseal-console");
      source.setURL(url);
      user.ifPresent(source::setUser);
      if (passwordFile.isPresent()) {
        source.setPassword(Files.readString(passwordFile.get()).strip());
      }
      return source;
    }
  }
}
