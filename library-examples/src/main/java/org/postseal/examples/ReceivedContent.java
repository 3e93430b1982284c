package org.postseal.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.postseal.smtp.framing.ContentFramer;

/** A server's side of DATA. */
final class ReceivedContent {
  private ReceivedContent() {}

  // README: content
  static void take(InputStream connection, OutputStream content) throws IOException {
    var framer = new ContentFramer(1_000);
    byte[] octet = new byte[1]; // a server takes what arrived, and keeps what feed leaves over
    while (!framer.isComplete()) {
      if (connection.read(octet) < 0) {
        throw new IOException("the connection ended before the content");
      }
      framer.feed(octet, 0, 1, content::write);
    }
    if (framer.defect().isPresent()) {
      throw new IOException("550 5.6.0 refused: " + framer.defect().get());
    }
  }
  // README: end
}
