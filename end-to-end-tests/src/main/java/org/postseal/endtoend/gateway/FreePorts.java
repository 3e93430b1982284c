package org.postseal.endtoend.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports of loopback that nobody listens on. They are given back before they are used, so that
 * another process could take one; a process told its ports can be started again on the same ones.
 */
public final class FreePorts {
  private FreePorts() {}

  public static int one() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
