package org.postseal.smtpclient;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.postseal.smtpclient.hosts.Endpoint;

/**
 * A next hop that follows a script, one per connection, in order; what the client does otherwise is
 * a complaint.
 *
 * <pre>
 *   S: line      send a line            S! text   send in one piece, {@code <CRLF>} where it says so
 *   C: line      expect exactly this    (content) read content up to the final dot
 *   (hang)       say nothing more       (close)   close; also where the script ends
 *   (reset)      close with a RST       (tls)     TLS handshake as server
 *   (quit)       expect QUIT or the end
 *   (sleep N)    milliseconds           (octets N)  of one line that does not end
 *   (lines N)    of one reply           (trickle text)  one octet now and then
 *   (tls-client-certificate)            handshake that demands what the client has not
 * </pre>
 */
final class ScriptedNextHop implements AutoCloseable {
  private final ServerSocket listener;
  private final Optional<SSLContext> tls;
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Queue<String> contents = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  ScriptedNextHop(String... scripts) throws IOException {
    this(Optional.empty(), scripts);
  }

  ScriptedNextHop(Optional<SSLContext> tls, String... scripts) throws IOException {
    this.tls = tls;
    this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.thread = Thread.startVirtualThread(() -> serve(List.of(scripts)));
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", listener.getLocalPort());
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What the client did against the script, once every script has been played. */
  List<String> complaints() throws InterruptedException {
    thread.join(Duration.ofSeconds(10));
    if (thread.isAlive()) {
      complaints.add("not every script was played");
    }
    return List.copyOf(complaints);
  }

  /** Contents received, with dots still doubled and without the final dot. */
  List<String> contents() {
    return List.copyOf(contents);
  }

  private void serve(List<String> scripts) {
    for (var script : scripts) {
      try (var socket = listener.accept()) {
        open.add(socket);
        new Play(socket).follow(script);
      } catch (IOException e) {
        complaints.add("in the script that begins " + script.lines().findFirst() + ": " + e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
    for (var socket : open) {
      socket.close();
    }
  }

  private final class Play {
    private Socket socket;
    private InputStream in;

    Play(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    void follow(String script) throws IOException {
      for (var line : script.lines().toList()) {
        if (line.startsWith("S: ")) {
          send(line.substring(3) + "\r\n");
        } else if (line.startsWith("S! ")) {
          send(line.substring(3).replace("<CRLF>", "\r\n"));
        } else if (line.startsWith("C: ")) {
          var said = readLine();
          if (!said.equals(line.substring(3))) {
            throw new IOException("client said '" + said + "' for '" + line + "'");
          }
        } else {
          act(line);
        }
      }
    }

    private void act(String line) throws IOException {
      switch (line) {
        case "(content)" -> contents.add(readContent());
        case "(hang)" -> hang();
        case "(close)" -> socket.close();
        case "(reset)" -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }
        case "(tls)" -> {
          var wrapped =
              (SSLSocket)
                  tls.orElseThrow()
                      .getSocketFactory()
                      .createSocket(socket, null, socket.getPort(), true);
          wrapped.setUseClientMode(false);
          wrapped.startHandshake();
          socket = wrapped;
          in = new BufferedInputStream(wrapped.getInputStream());
        }
        case "(quit)" -> {
          var said = readLine();
          if (!said.equals("QUIT") && !said.isEmpty()) {
            throw new IOException("client said '" + said + "' for QUIT");
          }
        }
        case "(tls-client-certificate)" -> {
          var wrapped =
              (SSLSocket)
                  tls.orElseThrow()
                      .getSocketFactory()
                      .createSocket(socket, null, socket.getPort(), true);
          wrapped.setUseClientMode(false);
          wrapped.setNeedClientAuth(true);
          try {
            wrapped.startHandshake();
          } catch (SSLException _) {
            // as it has to be
          }
        }
        default -> actWith(line);
      }
    }

    private void actWith(String line) throws IOException {
      int space = line.indexOf(' ');
      var what = space < 0 ? line : line.substring(1, space);
      var value = space < 0 ? "" : line.substring(space + 1, line.length() - 1);
      switch (what) {
        case "sleep" -> pause(Integer.parseInt(value));
        case "octets" -> send("2" + "0".repeat(Integer.parseInt(value)));
        case "lines" -> send("220-and more\r\n".repeat(Integer.parseInt(value)));
        case "trickle" -> {
          try {
            for (int i = 0; i < value.length(); i++) {
              send(value.substring(i, i + 1));
              pause(50);
            }
          } catch (IOException _) {
            // the client has had enough
          }
        }
        default -> throw new IllegalArgumentException("no such step: " + line);
      }
    }

    private static void pause(int millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void hang() throws IOException {
      while (in.read() >= 0) {
        // whatever comes is of no interest
      }
    }

    private void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    /** A line without its CRLF; empty at the end. */
    private String readLine() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.write(c);
      }
      return line.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private String readContent() throws IOException {
      var content = new StringBuilder();
      for (var line = readLine(); !line.equals("."); line = readLine()) {
        content.append(line).append('\n');
      }
      return content.toString();
    }
  }
}
