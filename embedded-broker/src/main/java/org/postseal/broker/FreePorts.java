package org.postseal.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of loopback that nobody listens on. They are given back before they are used; a process
 * told its ports can be started again on the same ones. They lie below those that systems give to
 * clients (from 32768 on with Linux, from 49152 on elsewhere), so that nobody's connection is on
 * one when it is wanted, and follow each other from a random one, so that none is soon given again.
 */
public final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, LAST));

  private FreePorts() {}

  public static int one() {
    for (int attempt = FIRST; attempt < LAST; attempt++) {
      int port = NEXT.getAndUpdate(last -> last < LAST ? last + 1 : FIRST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
