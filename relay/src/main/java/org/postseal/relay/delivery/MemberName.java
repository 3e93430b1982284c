package org.postseal.relay.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A name for this replica in its consumer groups, by which it takes its own place again at once
 * when it was killed and started anew; without one, the group waits 6 s for the dead.
 *
 * <p>It is the host's name and a number of the process on that host, which is locked as long as the
 * process lives. Where no file can be locked there is no name.
 */
final class MemberName implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MemberName.class);
  private static final int MOST = 64;

  private final Optional<String> name;
  private final Optional<FileLock> lock;

  private MemberName(Optional<String> name, Optional<FileLock> lock) {
    this.name = name;
    this.lock = lock;
  }

  /** The one an operator gave. */
  static MemberName given(String name) {
    return new MemberName(Optional.of(name), Optional.empty());
  }

  /** A free one of this host, by a lock in that directory. */
  static MemberName ofHost(Path directory) {
    try {
      var host = InetAddress.getLocalHost().getHostName();
      for (int number = 0; number < MOST; number++) {
        var lock = lock(directory.resolve("postseal-relay-" + number + ".lock"));
        if (lock.isPresent()) {
          return new MemberName(Optional.of(host + "-" + number), lock);
        }
      }
    } catch (IOException e) {
      LOG.debugf(e, "no name in the consumer groups");
    }
    return new MemberName(Optional.empty(), Optional.empty());
  }

  private static Optional<FileLock> lock(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(lock);
      }
    } catch (OverlappingFileLockException _) {
      // another relay of this very process
    }
    channel.close();
    return Optional.empty();
  }

  Optional<String> name() {
    return name;
  }

  @Override
  public void close() {
    lock.ifPresent(
        held -> {
          try {
            held.channel().close();
          } catch (IOException e) {
            LOG.debugf(e, "giving a name back");
          }
        });
  }
}
