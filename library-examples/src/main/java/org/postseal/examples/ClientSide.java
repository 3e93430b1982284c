package org.postseal.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.postseal.smtp.framing.TransparencyWriter;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;

/** A client's side of the dialogue. */
// README: client
final class ClientSide {
  private final ReplyParser parser = new ReplyParser(ReplyLimits.GENEROUS);
  private final InputStream connection;

  ClientSide(InputStream connection) {
    this.connection = connection;
  }

  /** The largest content that a server takes, of what it answers to EHLO. */
  long sizeLimit() throws IOException {
    return EhloCapabilities.of(reply()).sizeLimit().orElse(Long.MAX_VALUE);
  }

  /** The next reply, of as many lines as it has. */
  Reply reply() throws IOException {
    byte[] octet = new byte[1];
    while (connection.read(octet) >= 0) {
      switch (parser.feed(octet, 0, 1)) {
        case ReplyParser.Complete(var reply, _) -> {
          return reply;
        }
        case ReplyParser.Defective(var defect) -> throw new IOException("no reply: " + defect);
        case ReplyParser.Incomplete _ -> {}
      }
    }
    throw new IOException("the connection ended before the reply");
  }

  /** Sends content, with the dots that transparency adds and the one that ends it. */
  static void send(byte[] content, OutputStream connection) throws IOException {
    var writer = new TransparencyWriter();
    writer.feed(content, 0, content.length, connection::write);
    writer.finish(connection::write);
  }
}
// README: end
