package org.postseal.smtpclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to one of a host's addresses (RFC 8305 §5): the next one is begun when the one
 * before has failed, or has not answered for a moment; the first that is there wins, and the others
 * are let go.
 */
final class Reaching {

  /** What one address came to. */
  private record Result(InetAddress address, @Nullable Socket socket, String reason) {}

  private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final List<Socket> begun = new ArrayList<>();
  private @Nullable Socket winner;
  private final int port;
  private final Duration timeout;

  private Reaching(int port, Duration timeout) {
    this.port = port;
    this.timeout = timeout;
  }

  /**
   * Connects.
   *
   * @param addresses in the order to try; those that failed are taken out
   * @param headStart of each address before the next one
   */
  static Socket connect(List<InetAddress> addresses, int port, Duration headStart, Duration timeout)
      throws HopLostException {
    return new Reaching(port, timeout).first(addresses, headStart);
  }

  private Socket first(List<InetAddress> addresses, Duration headStart) throws HopLostException {
    var waiting = new ArrayList<>(addresses);
    int running = 0;
    String reason = "Cannot connect";
    try {
      while (true) {
        if (running == 0 && waiting.isEmpty()) {
          throw HopLostException.atStage(Stage.CONNECT, reason);
        }
        if (running == 0) {
          begin(waiting.removeFirst());
          running++;
        }
        var result =
            waiting.isEmpty()
                ? results.take()
                : results.poll(headStart.toNanos(), TimeUnit.NANOSECONDS);
        if (result == null) {
          begin(waiting.removeFirst());
          running++;
        } else if (result.socket() != null) {
          winner = result.socket();
          return winner;
        } else {
          running--;
          addresses.remove(result.address());
          reason = result.reason();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw HopLostException.atStage(Stage.CONNECT, "Interrupted");
    } finally {
      letGo();
    }
  }

  private void begin(InetAddress address) {
    var socket = new Socket();
    begun.add(socket);
    Thread.ofVirtual().name("smtp-client-connect").start(() -> connect(socket, address));
  }

  private void connect(Socket socket, InetAddress address) {
    try {
      socket.connect(
          new InetSocketAddress(address, port),
          Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      if (decided.compareAndSet(false, true)) {
        results.add(new Result(address, socket, ""));
      } else {
        Wire.closeQuietly(socket);
      }
    } catch (IOException | IllegalArgumentException e) {
      Wire.closeQuietly(socket);
      results.add(new Result(address, null, Wire.reason(e)));
    }
  }

  /** Whoever is not the winner. */
  private void letGo() {
    decided.set(true);
    begun.removeIf(socket -> socket.equals(winner)); // a socket equals itself alone
    begun.forEach(Wire::closeQuietly);
  }
}
