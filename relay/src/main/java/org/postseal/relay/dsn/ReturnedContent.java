package org.postseal.relay.dsn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;

/**
 * The third part of a report: the message, or its header section (RFC 3461 §4.3, RFC 6522 §4).
 *
 * <p>The whole is returned only of a message that failed, only if the sender asked for it, and only
 * up to a limit. Of a message that requires TLS never more than the header section goes back (RFC
 * 8689 §5).
 */
public record ReturnedContent(String contentType, boolean eightBit, List<ByteBuffer> octets) {

  static ReturnedContent of(ReportedMessage message, DueReport.Kind kind, long most) {
    var header = headerSection(message.content());
    boolean global = message.envelope().smtpUtf8() && hasEightBit(ByteBuffer.wrap(header));
    if (kind == DueReport.Kind.FAILURE
        && message.length() <= most
        && isWholeAsked(message.envelope())) {
      var whole = new ArrayList<ByteBuffer>();
      message.content().forEach(piece -> whole.add(ByteBuffer.wrap(piece).asReadOnlyBuffer()));
      return new ReturnedContent(
          global ? "message/global" : "message/rfc822",
          whole.stream().anyMatch(ReturnedContent::hasEightBit),
          whole);
    }
    return new ReturnedContent(
        global ? "message/global-headers" : "text/rfc822-headers",
        hasEightBit(ByteBuffer.wrap(header)),
        List.of(ByteBuffer.wrap(header)));
  }

  private static boolean isWholeAsked(Envelope envelope) {
    return envelope
        .requests()
        .filter(asked -> !asked.requireTls())
        .flatMap(Envelope.Requests::ret)
        .filter("FULL"::equals)
        .isPresent();
  }

  /** The header section of a message: up to the empty line, or all there is. */
  public static byte[] headerSection(List<byte[]> pieces) {
    var header = new ByteArrayOutputStream();
    int lineLength = 0;
    for (var piece : pieces) {
      for (int at = 0; at < piece.length; at++) {
        byte octet = piece[at];
        if (octet == '\n') {
          if (lineLength == 0) {
            header.write(piece, 0, at);
            return withoutLastReturn(header.toByteArray());
          }
          lineLength = 0;
        } else if (octet != '\r') {
          lineLength++;
        }
      }
      header.write(piece, 0, piece.length);
    }
    return header.toByteArray();
  }

  /** The CR of the empty line. */
  private static byte[] withoutLastReturn(byte[] header) {
    return header.length > 0 && header[header.length - 1] == '\r'
        ? Arrays.copyOf(header, header.length - 1)
        : header;
  }

  private static boolean hasEightBit(ByteBuffer octets) {
    for (int at = octets.position(); at < octets.limit(); at++) {
      if (octets.get(at) < 0) {
        return true;
      }
    }
    return false;
  }
}
