package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What all records of transactions have in common: a key that is a transaction id, a value. */
final class Records {
  private Records() {}

  static TransactionId transactionId(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    byte[] key = record.key();
    if (key == null) {
      throw new MalformedRecordException("record without a key");
    }
    var text = new String(key, StandardCharsets.ISO_8859_1);
    int slash = text.indexOf('/'); // of a record on mail.held
    return TransactionId.parse(slash < 0 ? text : text.substring(0, slash))
        .orElseThrow(() -> new MalformedRecordException("key is not a transaction id"));
  }

  static byte[] value(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    byte[] value = record.value();
    if (value == null) {
      throw new MalformedRecordException("record without a value");
    }
    return value;
  }

  static InstanceId instance(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    var text = RecordHeader.INSTANCE.text(record.headers());
    try {
      return new InstanceId(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("not an instance id", e);
    }
  }
}
