package org.postseal.commandline.monitor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.topics.MailTopic;

/**
 * Looks for a Message-ID in the header sections of accepted mail: events do not have it. Reads all
 * of {@code mail.accepted} since then, so it takes as long as there is mail.
 */
final class AcceptedSearch {
  private static final Pattern FIELD =
      Pattern.compile("(?im)^Message-ID:[ \\t\\r\\n]*<([^>\\r\\n]{1,998})>");

  private AcceptedSearch() {}

  /** The transactions of messages that have it. */
  static Set<String> transactions(Map<String, Object> client, String messageId, Instant from) {
    var settings = new HashMap<>(client);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
    var found = new LinkedHashSet<String>();
    try (var reader = new TopicReader(settings, MailTopic.ACCEPTED)) {
      reader.seek(from);
      reader.toTheEnd(
          record -> {
            if (record.key() != null
                && FIELD
                    .matcher(headerSection(record))
                    .results()
                    .anyMatch(field -> field.group(1).equals(messageId))) {
              found.add(new String(record.key(), StandardCharsets.UTF_8));
            }
          });
    }
    return found;
  }

  /** Up to the empty line; octets beyond ASCII do not matter here. */
  private static String headerSection(ConsumerRecord<byte[], byte[]> record) {
    var text = new String(record.value(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end);
  }
}
