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
import org.postseal.access.Role;
import org.postseal.console.ConsoleSettings;

/**
 * The links that sign in whoever may read the data directory, one as operator and one as viewer,
 * which can be handed on: in files of mode 0600, which have a new one as soon as it was used. They
 * are never logged.
 */
@ApplicationScoped
public class SignInLink {
  /** The operator's file in the console's directory. */
  public static final String FILE = "sign-in-link";

  /** The viewer's. */
  static final String VIEWER_FILE = "sign-in-link-viewer";

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
        Files.deleteIfExists(file(Role.OPERATOR));
        Files.deleteIfExists(file(Role.VIEWER));
      } catch (IOException e) {
        LOG.warnf("an old sign-in link stays, which opens nothing: %s", e.toString());
      }
    }
  }

  /**
   * Writes the first links.
   *
   * @param root where this process answers HTTP, such as {@code http://127.0.0.1:8080}
   * @return the operator's file; empty if there is none, which is logged
   */
  public Optional<Path> offer(String root) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    this.root = Optional.of(root);
    return renew(Role.VIEWER) && renew(Role.OPERATOR)
        ? Optional.of(file(Role.OPERATOR))
        : Optional.empty();
  }

  /** Uses up a link: the secret of a new session, if it was right. */
  Optional<String> open(String token) {
    var secret = sessions.open(token);
    secret
        .flatMap(sessions::find)
        .ifPresent(
            session -> {
              LOG.infof("%s signed in to the console", session.name());
              renew(session.role());
            });
    return secret;
  }

  Sessions sessions() {
    return sessions;
  }

  private Path file(Role role) {
    var name = role == Role.OPERATOR ? FILE : VIEWER_FILE;
    return settings.directory().toAbsolutePath().normalize().resolve(name);
  }

  private synchronized boolean renew(Role role) {
    if (root.isEmpty()) {
      return false;
    }
    var text = root.get() + PageResource.ROOT + "/sign-in?token=" + sessions.newLink(role) + "\n";
    var file = file(role);
    var fresh = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Files.createDirectories(
          fresh.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      LOG.warnf("nobody can sign in to the console: no link in %s: %s", file, e.toString());
      return false;
    }
  }
}
