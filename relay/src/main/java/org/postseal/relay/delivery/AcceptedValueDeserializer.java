package org.postseal.relay.delivery;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.RecordHeader;

/**
 * Hands on the content of a message that is one record, and withholds that of a record of several:
 * such a record waits unacknowledged for the others of its group, any number of them at once, and
 * its content is read again when the message has its turn.
 */
public final class AcceptedValueDeserializer implements Deserializer<byte[]> {
  private static final byte[] WITHHELD = {};

  @Override
  public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
    return data;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, Headers headers, byte @Nullable [] data) {
    return isOneOfSeveral(headers) ? WITHHELD : data;
  }

  @Override
  public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
    if (data == null) {
      return null;
    }
    if (isOneOfSeveral(headers)) {
      return WITHHELD;
    }
    var octets = new byte[data.remaining()];
    data.get(octets);
    return octets;
  }

  static boolean isOneOfSeveral(Headers headers) {
    var count = headers.lastHeader(RecordHeader.COUNT.headerName());
    return count != null
        && count.value() != null
        && !(count.value().length == 1 && count.value()[0] == '1');
  }
}
