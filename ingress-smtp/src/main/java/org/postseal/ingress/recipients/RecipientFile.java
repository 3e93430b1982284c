package org.postseal.ingress.recipients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jboss.logging.Logger;
import org.postseal.ingress.acceptance.RecipientList;

/**
 * A file of recipients. While it cannot be read the list stays as it was; before it was read for
 * the first time it says nothing of any domain.
 */
public final class RecipientFile {
  private static final Logger LOG = Logger.getLogger(RecipientFile.class);
  private static final FileTime NEVER = FileTime.fromMillis(-1);

  private final Path path;
  private volatile RecipientList list = RecipientList.empty();
  private FileTime readAt = NEVER;
  private boolean complained;

  /** Reads the file. */
  public RecipientFile(Path path) {
    this.path = path;
    lookAgain();
  }

  /** As it was when it was read last. */
  public RecipientList list() {
    return list;
  }

  /** Reads the file again if it has changed. Blocks. */
  public synchronized void lookAgain() {
    try {
      var modified = Files.getLastModifiedTime(path);
      if (modified.equals(readAt)) {
        return;
      }
      list = RecipientList.parse(Files.readAllLines(path));
      readAt = modified;
      complained = false;
      LOG.infof("%d recipients in %s", list.size(), path);
      if (!list.unreadableLines().isEmpty()) {
        LOG.warnf("%s: lines %s are no recipients", path, list.unreadableLines());
      }
    } catch (IOException e) {
      if (!complained) {
        LOG.warnf("cannot read the recipients: %s", e);
      }
      complained = true;
      readAt = NEVER;
    }
  }
}
