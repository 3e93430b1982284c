package org.postseal.settings;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A port that a process is about to listen on.
 *
 * @param key of the setting that names it
 * @param host the address it is bound to
 * @param port 0 for any free one
 */
public record ListeningPort(String key, String host, int port) {

  /**
   * Why it cannot be listened on now, in one line for people; empty if it can. Binds the port for a
   * moment, so somebody may still take it afterwards.
   */
  public Optional<String> obstacle() {
    if (port == 0) {
      return Optional.empty();
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return Optional.empty();
    } catch (BindException e) {
      return Optional.of(key + ": " + reason(String.valueOf(e.getMessage())));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          "%s: cannot listen on port %d of %s: %s".formatted(key, port, host, e.getMessage()));
    }
  }

  /** The operating system's words are all that tells the cases apart. */
  private String reason(String message) {
    if (message.contains("Permission denied")) {
      return "no right to listen on port %d of %s; ports below 1024 need CAP_NET_BIND_SERVICE"
          .formatted(port, host);
    }
    if (message.contains("in use")) {
      return "port %d of %s is in use%s"
          .formatted(port, host, PortHolder.of(port).map(who -> " by " + who).orElse(""));
    }
    return "cannot listen on port %d of %s: %s".formatted(port, host, message);
  }
}
