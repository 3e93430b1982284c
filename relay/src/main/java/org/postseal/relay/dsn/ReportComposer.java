package org.postseal.relay.dsn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/**
 * Writes a report as a message of its own: {@code multipart/report} with an explanation, the status
 * fields and what is returned (RFC 6522 §3, RFC 3464 §2). The same report always gives the same
 * octets.
 *
 * <p>Where an address is beyond ASCII the status fields are {@code message/global-delivery-status}
 * (RFC 6533 §3).
 */
public final class ReportComposer {
  private static final String CRLF = "\r\n";
  private static final int LONGEST_MESSAGE_ID = 250;
  private static final int LONGEST_PATH = 900;

  private final String host;
  private final long mostReturned;

  /**
   * @param host this system's name in the DNS
   * @param mostReturned octets of a message that are returned whole at most
   */
  public ReportComposer(String host, long mostReturned) {
    this.host = host;
    this.mostReturned = mostReturned;
  }

  /**
   * The report as a message.
   *
   * @param author what From is to say, an ASCII mailbox of a domain whose mail we sign
   */
  public Notification compose(ReportedMessage message, DueReport report, String author) {
    var id = report.transactionId();
    var explanation = Explanation.of(message, report, host);
    var fields = StatusFields.of(message, report, host);
    var returned = ReturnedContent.of(message, report.kind(), mostReturned);
    boolean eightBit =
        returned.eightBit() || !HarmlessText.isAscii(explanation) || !HarmlessText.isAscii(fields);
    var start =
        header(message, report, new Own(id, author, status(fields).subtype(), eightBit))
            + part(id, text(explanation), explanation)
            + part(id, status(fields).type(), fields)
            + begin(id, returned.contentType() + encoding(returned.eightBit()));
    var pieces = new ArrayList<ByteBuffer>();
    pieces.add(octets(start));
    pieces.addAll(returned.octets());
    pieces.add(octets(CRLF + "--" + boundary(id) + "--" + CRLF));
    return new Notification(id, envelope(message, report, eightBit), author, pieces);
  }

  /** What a report has of its own. */
  private record Own(TransactionId id, String author, String reportType, boolean eightBit) {}

  private static String header(ReportedMessage message, DueReport report, Own own) {
    var references =
        messageId(message)
            .map(id -> "In-Reply-To: " + id + CRLF + "References: " + id + CRLF)
            .orElse("");
    return "Date: "
        + StatusFields.date(report.at())
        + CRLF
        + "From: Mail Delivery System <"
        + own.author()
        + ">"
        + CRLF
        + "To: <"
        + HarmlessText.of(message.envelope().reversePath(), LONGEST_PATH)
        + ">"
        + CRLF
        + "Subject: "
        + Explanation.subject(report)
        + CRLF
        + "Message-ID: <"
        + own.id()
        + "@"
        + own.author().substring(own.author().lastIndexOf('@') + 1)
        + ">"
        + CRLF
        + references
        + "Auto-Submitted: auto-replied"
        + CRLF
        + "MIME-Version: 1.0"
        + CRLF
        + "Content-Type: multipart/report; report-type="
        + own.reportType()
        + ";"
        + CRLF
        + "\tboundary=\""
        + boundary(own.id())
        + "\""
        + CRLF
        + (own.eightBit() ? "Content-Transfer-Encoding: 8bit" + CRLF : "")
        + CRLF
        + "This is a report in several parts (RFC 6522)."
        + CRLF;
  }

  private static String text(String explanation) {
    return HarmlessText.isAscii(explanation)
        ? "text/plain; charset=us-ascii"
        : "text/plain; charset=utf-8" + encoding(true);
  }

  /** The type of the second part; its subtype is that of the report (RFC 6522 §3). */
  private record StatusType(String subtype, String encoding) {
    String type() {
      return "message/" + subtype + encoding;
    }
  }

  private static StatusType status(String fields) {
    return HarmlessText.isAscii(fields)
        ? new StatusType("delivery-status", "")
        : new StatusType("global-delivery-status", encoding(true));
  }

  private static String encoding(boolean eightBit) {
    return eightBit ? CRLF + "Content-Transfer-Encoding: 8bit" : "";
  }

  private static String part(TransactionId id, String type, String content) {
    return begin(id, type) + content;
  }

  private static String begin(TransactionId id, String type) {
    return CRLF + "--" + boundary(id) + CRLF + "Content-Type: " + type + CRLF + CRLF;
  }

  /** Nobody could know the id when the message was written: it does not stand there. */
  private static String boundary(TransactionId id) {
    return "=_" + id;
  }

  /** The message's own id, if it is one that can be repeated (RFC 5322 §3.6.4). */
  private static Optional<String> messageId(ReportedMessage message) {
    var section = HeaderSection.parse(ReturnedContent.headerSection(message.content()));
    return section.fieldsNamed("message-id").stream()
        .findFirst()
        .map(field -> field.value().strip())
        .filter(
            id ->
                id.length() <= LONGEST_MESSAGE_ID
                    && id.startsWith("<")
                    && id.endsWith(">")
                    && id.chars().allMatch(c -> c > ' ' && c < 0x7f));
  }

  private Envelope envelope(ReportedMessage message, DueReport report, boolean eightBit) {
    var about = message.envelope();
    boolean requireTls = about.requests().filter(Envelope.Requests::requireTls).isPresent();
    return new Envelope(
        "",
        List.of(about.reversePath()),
        new Envelope.Client("127.0.0.1", host, Optional.empty(), "local"),
        Optional.empty(),
        eightBit ? "8BITMIME" : "7BIT",
        !HarmlessText.isAscii(about.reversePath()),
        report.at(),
        // RFC 8689 §5: what a message that required TLS is returned in requires it too.
        Stream.of(new Envelope.Requests(true, Optional.empty(), Optional.empty(), Map.of()))
            .filter(_ -> requireTls)
            .findFirst());
  }

  private static ByteBuffer octets(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
