package org.postseal.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.postseal.console.index.Message;

/**
 * A message in a table.
 *
 * @param path of its own page
 */
public record Row(
    String path,
    String at,
    String outcome,
    String rule,
    String from,
    String author,
    String client,
    String delivery,
    String messageId,
    String size,
    String helo,
    String tls) {

  static Row of(Message message) {
    return new Row(
        PageResource.ROOT
            + "/messages/"
            + URLEncoder.encode(message.transactionId(), StandardCharsets.UTF_8),
        time(message.at()),
        message.decision().map(d -> d.kind().word()).orElse("–"),
        message.decision().flatMap(Message.Decision::rule).orElse("–"),
        message.source().map(s -> "<" + s.reversePath() + ">").orElse("–"),
        message.authorDomain().orElse("–"),
        message.source().map(Message.Source::client).orElse("–"),
        message.delivery().map(d -> d.kind().word()).orElse("–"),
        message.messageId().map(id -> "<" + id + ">").orElse("–"),
        message.size().map(octets -> octets + " octets").orElse("–"),
        message.source().map(Message.Source::helo).orElse("–"),
        message.source().flatMap(Message.Source::tls).orElse("–"));
  }

  /** To the second, in UTC. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }
}
