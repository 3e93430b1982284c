package org.postseal.authentication;

import java.io.IOException;
import java.io.InputStream;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.MessageDigester;

/** Feeds a stream to a digester, a piece at a time. */
final class DigestedStream {
  private static final int PIECE = 16 * 1024;

  private DigestedStream() {}

  /** Reads to the end; the stream is not closed. */
  static DigestedMessage read(InputStream content, MessageDigester digester) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
      digester.update(piece, 0, length);
    }
    return digester.finish();
  }
}
