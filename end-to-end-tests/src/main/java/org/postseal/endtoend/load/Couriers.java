package org.postseal.endtoend.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that bring messages as Postfix's {@code smtp-source} does: each over a connection of its
 * own, a command at a time. They note how long the reply to each content took. They are as light as
 * Java allows, since they share the machine with what they measure.
 */
public final class Couriers {
  private static final int LONGEST_REPLY = 4096;
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(200);

  private final int port;
  private final Envelope envelope;
  private final Profile profile;
  private final Map<Integer, ByteBuffer> contents = new HashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger deferred = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Whom it is from and for. */
  public record Envelope(String reversePath, String forwardPath) {}

  /** Makes a message of so many octets, each line with CRLF. */
  public interface Messages {
    byte[] of(int octets);
  }

  /**
   * What came of it.
   *
   * @param took from the first connection to the last reply
   * @param replies from the end of each content to its 250
   * @param deferred contents that read a 4yz reply first, and were brought again
   */
  public record Brought(Duration took, Latencies replies, int deferred) {}

  public Couriers(int port, Envelope envelope, Profile profile, Messages messages) {
    this.port = port;
    this.envelope = envelope;
    this.profile = profile;
    profile.sizes().forEach(octets -> contents.put(octets, content(messages.of(octets))));
  }

  /** With the end of data; no line may begin with a dot. */
  private static ByteBuffer content(byte[] message) {
    var end = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(message.length + end.length).put(message).put(end).flip();
  }

  /**
   * Brings them all.
   *
   * @throws IllegalStateException if one of them did not read 250
   */
  public Brought bring(int messages, int sessions) throws InterruptedException {
    next.set(0);
    deferred.set(0);
    var nanos = new long[messages];
    long began = System.nanoTime();
    var threads = new ArrayList<Thread>(sessions);
    for (int i = 0; i < sessions; i++) {
      threads.add(Thread.ofPlatform().name("courier-" + i).start(() -> work(nanos)));
    }
    for (var thread : threads) {
      thread.join();
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    if (failure.get() != null) {
      throw new IllegalStateException("a message was not accepted", failure.get());
    }
    return new Brought(took, Latencies.ofNanos(nanos), deferred.get());
  }

  private void work(long[] nanos) {
    var in = ByteBuffer.allocateDirect(LONGEST_REPLY);
    try {
      for (int number = next.getAndIncrement();
          number < nanos.length && failure.get() == null;
          number = next.getAndIncrement()) {
        var content = contents.get(profile.octetsOf(number));
        var took = bring(content.duplicate(), in);
        while (took.isEmpty()) {
          deferred.incrementAndGet();
          LockSupport.parkNanos(BEFORE_ANOTHER_TRY.toNanos());
          took = bring(content.duplicate(), in);
        }
        nanos[number] = took.getAsLong();
      }
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** From the end of the content to its 250; empty if it is to be brought again. */
  private OptionalLong bring(ByteBuffer content, ByteBuffer in) throws IOException {
    try (var channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      expect(channel, in, '2');
      for (var command :
          List.of(
              "EHLO courier.example",
              "MAIL FROM:<" + envelope.reversePath() + ">",
              "RCPT TO:<" + envelope.forwardPath() + ">")) {
        say(channel, command);
        expect(channel, in, '2');
      }
      say(channel, "DATA");
      expect(channel, in, '3');
      write(channel, content);
      long sent = System.nanoTime();
      read(channel, in);
      long took = System.nanoTime() - sent;
      if (in.get(0) == '4') {
        return OptionalLong.empty();
      }
      expect(in, '2');
      say(channel, "QUIT");
      expect(channel, in, '2');
      return OptionalLong.of(took);
    }
  }

  private static void say(SocketChannel channel, String command) throws IOException {
    write(channel, ByteBuffer.wrap((command + "\r\n").getBytes(StandardCharsets.US_ASCII)));
  }

  private static void write(SocketChannel channel, ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  private static void expect(SocketChannel channel, ByteBuffer in, char first) throws IOException {
    read(channel, in);
    expect(in, first);
  }

  private static void expect(ByteBuffer in, char first) throws IOException {
    if (in.get(0) != first) {
      throw new IOException(text(in));
    }
  }

  /** Reads one reply. */
  private static void read(SocketChannel channel, ByteBuffer in) throws IOException {
    in.clear();
    while (!isWhole(in)) {
      if (!in.hasRemaining() || channel.read(in) < 0) {
        throw new IOException("no whole reply: " + text(in));
      }
    }
  }

  /** Whether the last line is there, which has a space after its code. */
  private static boolean isWhole(ByteBuffer in) {
    int end = in.position();
    if (end == 0 || in.get(end - 1) != '\n') {
      return false;
    }
    int begin = end - 1;
    while (begin > 0 && in.get(begin - 1) != '\n') {
      begin--;
    }
    return end - begin > 4 && in.get(begin + 3) == ' ';
  }

  private static String text(ByteBuffer in) {
    var octets = new byte[in.position()];
    in.get(0, octets);
    return new String(octets, StandardCharsets.ISO_8859_1).strip();
  }
}
