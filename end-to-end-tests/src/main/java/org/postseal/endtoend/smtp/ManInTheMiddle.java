package org.postseal.endtoend.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Whoever sits on the way to a mail exchanger: lets everything through, hides STARTTLS, or answers
 * in the exchanger's place with a certificate of his own making.
 */
public final class ManInTheMiddle implements AutoCloseable {
  private static final String STARTTLS = "STARTTLS";

  private final ServerSocket listener;
  private volatile Conduct conduct = new Conduct.Absent();
  private volatile int exchanger;

  /** What he does. */
  public sealed interface Conduct {
    /** Nothing. */
    record Absent() implements Conduct {}

    /** Makes the offer of STARTTLS unreadable, as some firewalls do. */
    record HidesStartTls() implements Conduct {}

    /**
     * Answers himself.
     *
     * @param tls with his certificate
     * @param replies to a command line inside of TLS; its lines
     */
    record Impersonates(SSLContext tls, UnaryOperator<String> replies) implements Conduct {}
  }

  private ManInTheMiddle(ServerSocket listener) {
    this.listener = listener;
  }

  /** Begins to listen on loopback. */
  public static ManInTheMiddle start() {
    try {
      var one = new ManInTheMiddle(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("man-in-the-middle").start(one::accept);
      return one;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Where the mail exchanger listens. */
  public void standBefore(int port) {
    exchanger = port;
  }

  /** From the next connection on. */
  public void now(Conduct other) {
    conduct = other;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        var here = conduct;
        Thread.ofVirtual().start(() -> serve(client, here));
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void serve(Socket client, Conduct here) {
    try (client) {
      switch (here) {
        case Conduct.Absent() -> between(client, text -> text);
        case Conduct.HidesStartTls() ->
            between(client, text -> text.replace(STARTTLS, "X".repeat(STARTTLS.length())));
        case Conduct.Impersonates impersonates -> impersonate(client, impersonates);
      }
    } catch (IOException _) {
      // one of them has hung up
    }
  }

  private void between(Socket client, UnaryOperator<String> altered) throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), exchanger)) {
      var _ =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.getInputStream().transferTo(server.getOutputStream());
                      server.shutdownOutput();
                    } catch (IOException _) {
                      // the other direction notices as well
                    }
                  });
      pump(server.getInputStream(), client.getOutputStream(), altered);
    }
  }

  private static void pump(InputStream in, OutputStream out, UnaryOperator<String> altered)
      throws IOException {
    var block = new byte[16 * 1024];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      var text = new String(block, 0, n, StandardCharsets.ISO_8859_1);
      out.write(altered.apply(text).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }

  private static void impersonate(Socket client, Conduct.Impersonates how) throws IOException {
    var clear = new Lines(client);
    clear.say("220 mx ESMTP");
    while (true) {
      var line = clear.read();
      if (line.startsWith("EHLO")) {
        clear.say("250-mx\r\n250 STARTTLS");
      } else if (line.equals(STARTTLS)) {
        clear.say("220 go ahead");
        break;
      } else {
        clear.say("221 bye");
        return;
      }
    }
    var tls =
        (SSLSocket) how.tls().getSocketFactory().createSocket(client, null, client.getPort(), true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    var inside = new Lines(tls);
    for (var line = inside.read(); !line.isEmpty() && !line.equals("QUIT"); line = inside.read()) {
      inside.say(how.replies().apply(line));
    }
  }

  private static final class Lines {
    private final BufferedReader in;
    private final OutputStream out;

    Lines(Socket socket) throws IOException {
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      out = socket.getOutputStream();
    }

    String read() throws IOException {
      var line = in.readLine();
      return line == null ? "" : line;
    }

    void say(String text) throws IOException {
      out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
