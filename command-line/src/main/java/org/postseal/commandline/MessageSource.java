package org.postseal.commandline;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postseal.authentication.message.MessageDigester;

/** Where a message is read from, and whether its line ends are CRLF already. */
sealed interface MessageSource {
  /** Octets read at a time: more costs a small message more than it saves a large one. */
  int CHUNK = 16 * 1024;

  /** Octets as they are in mail. */
  record Octets(byte[] octets) implements MessageSource {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(octets);
    }

    /** From where they are. */
    @Override
    public void feed(MessageDigester digester) {
      digester.update(octets, 0, octets.length);
    }
  }

  /** A file; without any CRLF in it, each LF stands for one. */
  record File(Path path) implements MessageSource {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }

  InputStream open() throws IOException;

  /** Whether each LF is to be read as CRLF. */
  private boolean lineFeedsAreLineEnds(byte[] chunk) throws IOException {
    return switch (this) {
      case Octets _ -> false;
      case File _ -> !holdsCrlf(chunk);
    };
  }

  private boolean holdsCrlf(byte[] chunk) throws IOException {
    byte last = 0;
    try (InputStream in = open()) {
      for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
        for (int i = 0; i < length; i++) {
          if (chunk[i] == '\n' && last == '\r') {
            return true;
          }
          last = chunk[i];
        }
      }
    }
    return false;
  }

  /** Feeds the message to a digester, a chunk at a time. */
  default void feed(MessageDigester digester) throws IOException {
    byte[] chunk = new byte[CHUNK];
    boolean mend = lineFeedsAreLineEnds(chunk);
    byte[] mended = new byte[mend ? 2 * CHUNK : 0];
    try (InputStream in = open()) {
      for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
        if (mend) {
          digester.update(mended, 0, withCrlf(chunk, length, mended));
        } else {
          digester.update(chunk, 0, length);
        }
      }
    }
  }

  /** Writes whole header fields, and below them the message as it is, in its own line ends. */
  default void writeBelow(List<String> fields, OutputStream target) throws IOException {
    String lineEnd = lineFeedsAreLineEnds(new byte[CHUNK]) ? "\n" : "\r\n";
    OutputStream out = new BufferedOutputStream(target);
    try (InputStream octets = open()) {
      for (String field : fields) {
        String text = (field + "\r\n").replace("\r\n", lineEnd);
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
      octets.transferTo(out);
    }
    out.flush();
  }

  private static int withCrlf(byte[] chunk, int length, byte[] target) {
    int out = 0;
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        target[out++] = '\r';
      }
      target[out++] = chunk[i];
    }
    return out;
  }
}
