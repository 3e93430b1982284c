package org.postseal.endtoend.smtp;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * A plain message as a mail program writes it.
 *
 * @param from RFC5322.From, also used as RFC5321.MailFrom
 * @param to the one recipient
 * @param subject of one line
 * @param text of the body; its line ends may be LF
 */
public record Letter(String from, String to, String subject, String text) {

  /** The message, every line with CRLF, with a Message-ID of its own each time. */
  public byte[] octets() {
    var domain = from.substring(from.indexOf('@') + 1);
    var lines =
        """
        From: %s
        To: %s
        Subject: %s
        Date: %s
        Message-ID: <%s@%s>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        %s
        """
            .formatted(
                from,
                to,
                subject,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
                UUID.randomUUID(),
                domain,
                text.stripTrailing());
    return lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
