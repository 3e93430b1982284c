package org.postseal.dns.authority;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The TCP connections that are open: so many at once, a quarter of them from one address, each
 * closed when it is idle, slow to read, or has been open for six times as long. A virtual thread
 * each.
 */
final class TcpConnections implements AutoCloseable {

  /** Talks on one connection until it ends. */
  interface Conversation {
    void hold(Socket connection) throws IOException;
  }

  private static final int SHARE = 4;
  private static final int LONGEST = 6;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final AuthoritySettings.Limits limits;
  private final Conversation conversation;
  private final Map<Socket, Long> open = new ConcurrentHashMap<>(); // until when, System.nanoTime
  private final Map<InetAddress, Integer> byAddress = new HashMap<>(); // guarded by itself
  private int count; // guarded by byAddress
  private final Thread sweeper;

  TcpConnections(AuthoritySettings.Limits limits, Conversation conversation) {
    this.limits = limits;
    this.conversation = conversation;
    this.sweeper = Thread.ofVirtual().name("dns-authority-sweeper").start(this::sweep);
  }

  /** Begins a conversation, or closes the connection if there are too many. */
  void take(Socket connection) throws IOException {
    var peer = connection.getInetAddress();
    if (!enter(peer)) {
      connection.close();
      return;
    }
    open.put(connection, System.nanoTime() + limits.tcpIdle().multipliedBy(LONGEST).toNanos());
    Thread.ofVirtual().name("dns-authority-connection").start(() -> hold(connection, peer));
  }

  private void hold(Socket connection, InetAddress peer) {
    try (connection) {
      connection.setSoTimeout(Math.toIntExact(limits.tcpIdle().toMillis()));
      conversation.hold(connection);
    } catch (IOException _) {
      // the peer ended the connection, was idle for too long, or took too long in all
    } finally {
      open.remove(connection);
      leave(peer);
    }
  }

  /** A peer that reads nothing, or an octet now and then, does not hold a place for ever. */
  private void sweep() {
    try {
      while (true) {
        Thread.sleep(SWEEP);
        long now = System.nanoTime();
        open.forEach(
            (connection, until) -> {
              if (now - until > 0) {
                closed(connection);
              }
            });
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean enter(InetAddress peer) {
    synchronized (byAddress) {
      int already = byAddress.getOrDefault(peer, 0);
      if (count >= limits.tcpConnections()
          || already >= Math.max(1, limits.tcpConnections() / SHARE)) {
        return false;
      }
      count++;
      byAddress.put(peer, already + 1);
      return true;
    }
  }

  private void leave(InetAddress peer) {
    synchronized (byAddress) {
      count--;
      byAddress.computeIfPresent(peer, (_, held) -> held == 1 ? null : held - 1);
    }
  }

  @Override
  public void close() {
    sweeper.interrupt();
    open.keySet().forEach(TcpConnections::closed);
  }

  private static void closed(Socket connection) {
    try {
      connection.close();
    } catch (IOException _) {
      // it is of no more use either way
    }
  }
}
