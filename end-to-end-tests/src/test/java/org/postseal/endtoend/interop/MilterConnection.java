package org.postseal.endtoend.interop;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The MTA's side of the milter protocol, version 6, as far as a milter needs it that looks at
 * content and inserts header fields. Octets arrive as they are: the white space behind a colon too.
 */
final class MilterConnection implements AutoCloseable {
  private static final int VERSION = 6;
  private static final int ALL_ACTIONS = 0x1ff;

  /** SMFIP_HDR_LEADSPC: values keep their leading space. Nothing is skipped, all is answered. */
  private static final int LEADING_SPACE = 0x0010_0000;

  private static final int CHUNK = 65_535;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final DataOutputStream out;

  private MilterConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
    this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
  }

  /** A field that the milter wants at the top. */
  record Inserted(String name, String value) {}

  /** By a local socket: over TCP each answer would wait for an acknowledgement. */
  static MilterConnection open(Path socket) throws IOException {
    var connection = new MilterConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    connection.introduce();
    return connection;
  }

  private void introduce() throws IOException {
    var options = new ByteArrayOutputStream();
    var data = new DataOutputStream(options);
    data.writeInt(VERSION);
    data.writeInt(ALL_ACTIONS);
    data.writeInt(LEADING_SPACE);
    send('O', options.toByteArray());
    receive();
    var client = new ByteArrayOutputStream();
    client.writeBytes(text("client.example"));
    client.write('4');
    client.writeBytes(new byte[] {0x40, 0x01});
    client.writeBytes(text("192.0.2.1"));
    ask('C', client.toByteArray());
    ask('H', text("client.example"));
  }

  /** What the milter inserts into a message, the one for the top last. */
  List<Inserted> offer(byte[] message) throws IOException {
    ask('M', text("<joe@example.com>"));
    ask('R', text("<a@example.net>"));
    ask('T', new byte[0]);
    String all = new String(message, StandardCharsets.ISO_8859_1);
    int end = all.startsWith("\r\n") ? 0 : all.indexOf("\r\n\r\n") + 2;
    for (String field : all.substring(0, end).split("\r\n(?![ \t])", -1)) {
      int colon = field.indexOf(':');
      if (colon > 0) {
        var header = new ByteArrayOutputStream();
        header.writeBytes(text(field.substring(0, colon)));
        header.writeBytes(text(field.substring(colon + 1).replace("\r\n", "\n")));
        ask('L', header.toByteArray());
      }
    }
    ask('N', new byte[0]);
    byte[] body = all.substring(end + 2).getBytes(StandardCharsets.ISO_8859_1);
    for (int from = 0; from < body.length; from += CHUNK) {
      var chunk = new ByteArrayOutputStream();
      chunk.write(body, from, Math.min(CHUNK, body.length - from));
      ask('B', chunk.toByteArray());
    }
    return endOfMessage();
  }

  private List<Inserted> endOfMessage() throws IOException {
    send('E', new byte[0]);
    var inserted = new ArrayList<Inserted>();
    while (true) {
      byte[] answer = receive();
      switch (answer[0]) {
        case 'i', 'h' -> {
          int from = answer[0] == 'i' ? 5 : 1;
          var parts =
              new String(answer, from, answer.length - from, StandardCharsets.ISO_8859_1)
                  .split("\0", -1);
          inserted.add(new Inserted(parts[0], parts[1]));
        }
        case 'p', 'm' -> {}
        default -> {
          return inserted;
        }
      }
    }
  }

  /** Asks what is to be answered with "continue", or "accept", which ends the message. */
  private void ask(char command, byte[] data) throws IOException {
    send(command, data);
    byte answer = receive()[0];
    if (answer != 'c') {
      throw new IOException("the milter answers " + (char) answer + " to " + command);
    }
  }

  private void send(char command, byte[] data) throws IOException {
    out.writeInt(data.length + 1);
    out.writeByte(command);
    out.write(data);
    out.flush();
  }

  private byte[] receive() throws IOException {
    byte[] packet = new byte[in.readInt()];
    in.readFully(packet);
    return packet;
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    send('Q', new byte[0]);
    channel.close();
  }
}
