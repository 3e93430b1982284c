package org.postseal.smtpclient.wellknown;

import java.io.Closeable;

/**
 * Closes what is not done in time. A socket's own timeout is no help against a server that sends an
 * octet now and then.
 */
@FunctionalInterface
public interface TimeLimit {

  /** A limit that holds until it is closed. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /** Closes it at that time, a value of {@link System#nanoTime}. */
  Running on(Closeable something, long nanoTime);
}
