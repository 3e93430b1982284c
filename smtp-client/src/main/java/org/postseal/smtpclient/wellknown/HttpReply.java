package org.postseal.smtpclient.wellknown;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One reply of an HTTP server, as far as a policy needs it (RFC 9112): status, header fields, and a
 * body of a stated length, in chunks, or up to the end; never more than the most allowed.
 */
record HttpReply(int status, Map<String, String> fields, String body) {
  private static final int MOST_OF_HEAD = 16 * 1024;
  private static final int OK = 200;

  /** The media type without its parameters, in lower case. */
  String mediaType() {
    var type = fields.getOrDefault("content-type", "");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads one. The body of a reply other than 200 is not read.
   *
   * @throws IOException if it is none, or larger
   */
  static HttpReply read(InputStream in, int mostOctets) throws IOException {
    var head = new Lines(in, MOST_OF_HEAD);
    int status = status(head.next());
    var fields = new HashMap<String, String>();
    for (var line = head.next(); !line.isEmpty(); line = head.next()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    var body = status == OK ? body(in, fields, mostOctets) : "";
    return new HttpReply(status, Map.copyOf(fields), body);
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("no HTTP");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static String body(InputStream in, Map<String, String> fields, int most)
      throws IOException {
    var body = new ByteArrayOutputStream();
    if (fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      var sizes = new Lines(in, MOST_OF_HEAD);
      for (int size = chunk(sizes.next()); size > 0; size = chunk(sizes.next())) {
        copy(in, size, body, most);
        sizes.next(); // the line end behind each chunk
      }
    } else if (fields.containsKey("content-length")) {
      var length = fields.get("content-length");
      if (!length.matches("[0-9]{1,9}")) {
        throw new IOException("a length that is no number");
      }
      copy(in, Integer.parseInt(length), body, most);
    } else {
      var rest = in.readNBytes(most + 1);
      copyOf(rest, body, most);
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static int chunk(String line) throws IOException {
    int semicolon = line.indexOf(';');
    var size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    if (!size.matches("[0-9A-Fa-f]{1,7}")) {
      throw new IOException("a chunk without a size");
    }
    return Integer.parseInt(size, 16);
  }

  private static void copy(InputStream in, int length, ByteArrayOutputStream body, int most)
      throws IOException {
    if (length > most - body.size()) {
      throw new IOException("larger than " + most + " octets");
    }
    var octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("cut short");
    }
    body.writeBytes(octets);
  }

  private static void copyOf(byte[] octets, ByteArrayOutputStream body, int most)
      throws IOException {
    if (octets.length > most) {
      throw new IOException("larger than " + most + " octets");
    }
    body.writeBytes(octets);
  }

  /** Lines of a head, so many octets in all. */
  private static final class Lines {
    private final InputStream in;
    private int left;

    Lines(InputStream in, int most) {
      this.in = in;
      this.left = most;
    }

    String next() throws IOException {
      var line = new ByteArrayOutputStream();
      while (true) {
        int octet = in.read();
        if (octet < 0) {
          throw new EOFException("cut short");
        }
        if (--left < 0) {
          throw new IOException("a head without end");
        }
        if (octet == '\n') {
          var text = line.toString(StandardCharsets.ISO_8859_1);
          return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
        line.write(octet);
      }
    }
  }
}
