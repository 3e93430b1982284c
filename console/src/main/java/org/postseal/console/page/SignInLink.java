package org.postseal.console.page;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.console.ConsoleSettings;

/**
 * The link that signs in whoever may read the data directory: in a file of mode 0600, which has a
 * new one as soon as it was used. It is never logged.
 */
@ApplicationScoped
public class SignInLink {
  /** Its file in the console's directory. */
  public static final String FILE = "sign-in-link";

  private static final Logger LOG = Logger.getLogger(SignInLink.class);
  private static final String OWNER_ONLY = "rw-------";

  private final ConsoleSettings settings;
  private final Sessions sessions;
  private volatile Optional<String> root = Optional.empty();

  @Inject
  SignInLink(ConsoleSettings settings) {
    this.settings = settings;
    this.sessions = new Sessions(settings.session(), InstantSource.system());
  }

  /** A link of the process before opens nothing any more. */
  void forget(@Observes StartupEvent event) {
    if (settings.enabled()) {
      try {
        Files.deleteIfExists(file());
      } catch (IOException e) {
        LOG.warnf("an old sign-in link stays, which opens nothing: %s", e.toString());
      }
    }
  }

  /**
   * Writes the first link.
   *
   * @param root where this process answers HTTP, such as {@code http://127.0.0.1:8080}
   * @return its file; empty if there is none, which is logged
   */
  public Optional<Path> offer(String root) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    this.root = Optional.of(root);
    return renew() ? Optional.of(file()) : Optional.empty();
  }

  /** Uses up a link: the secret of a new session, if it was right. */
  Optional<String> open(String token) {
    var session = sessions.open(token);
    session.ifPresent(_ -> renew());
    return session;
  }

  Sessions sessions() {
    return sessions;
  }

  private Path file() {
    return settings.directory().toAbsolutePath().normalize().resolve(FILE);
  }

  private synchronized boolean renew() {
    if (root.isEmpty()) {
      return false;
    }
    var text = root.get() + PageResource.ROOT + "/sign-in?token=" + sessions.newLink() + "\n";
    var fresh = file().resolveSibling(FILE + ".unfinished");
    try {
      Files.createDirectories(
          fresh.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(
          fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      LOG.warnf("nobody can sign in to the console: no link in %s: %s", file(), e.toString());
      return false;
    }
  }
}
