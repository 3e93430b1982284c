package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.topics.RecordGroups.Progress;

class RecordGroupsTest {
  private static final long NOW = Fixtures.NOW.toEpochMilli();
  private final TransactionId id = TransactionId.next(Fixtures.NOW);
  private final Random random = new Random(20261123);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30_000, 921_600, 921_601, 1_843_200, 5_000_000})
  void givesBackTheOctetsInWhateverPiecesTheyCame(int length) throws Exception {
    var message = message(length);
    var records = records(message);
    assertThat(records).hasSize(Math.max(1, (length + 921_599) / 921_600));
    var groups = new RecordGroups();
    Progress last = new Progress.Incomplete();
    for (var record : records) {
      assertThat(record.content().length).isLessThanOrEqualTo(MailTopic.MAX_RECORD_CONTENT);
      assertThat(last).isInstanceOf(Progress.Incomplete.class);
      last = groups.add(record, NOW);
    }
    assertThat(octets(last)).isEqualTo(message);
    assertThat(groups.octetsHeld()).isZero();
  }

  @Test
  void takesRecordsInAnyOrderAndRepeated() throws Exception {
    var message = message(3_000_000);
    var records = new ArrayList<>(records(message));
    records.addAll(records.subList(0, 2));
    Collections.shuffle(records.subList(0, 4), random);
    var groups = new RecordGroups();
    Progress complete = new Progress.Incomplete();
    for (var record : records.subList(0, 4)) {
      complete = groups.add(record, NOW);
    }
    assertThat(octets(complete)).isEqualTo(message);
  }

  @Test
  void doesNotDeliverWhatHasTheRightLengthAndOtherOctets() throws Exception {
    var records = records(message(2_000_000));
    records.get(1).content()[5] ^= 1;
    assertThat(lastOf(records)).isInstanceOf(Progress.Broken.class);
  }

  @Test
  void doesNotMixTwoMessagesUnderOneKey() throws Exception {
    var groups = new RecordGroups();
    groups.add(records(message(2_000_000)).get(0), NOW);
    assertThat(groups.add(records(message(2_000_001)).get(1), NOW))
        .isInstanceOf(Progress.Broken.class);
    assertThat(groups.octetsHeld()).isZero();
  }

  @Test
  void givesUpAnIncompleteGroupAfterFifteenMinutesOfBrokerTime() throws Exception {
    var groups = new RecordGroups();
    groups.add(records(message(2_000_000)).get(0), NOW);
    long patience = OpenGroup.PATIENCE.toMillis();
    assertThat(groups.expire(NOW + patience)).isEmpty();
    assertThat(groups.expire(NOW + patience + 1)).containsExactly(id);
    assertThat(groups.octetsHeld()).isZero();
  }

  @Test
  void namesWhatIsWrongWithARecord() {
    var record =
        RecordGroup.of(
                MailTopic.ACCEPTED,
                id,
                Origin.MX,
                Fixtures.envelope(),
                List.of(ByteBuffer.wrap(message(10))))
            .record(0);
    record.headers().remove("postseal-count");
    assertThatThrownBy(() -> AcceptedRecord.of(Fixtures.arrived(record)))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("postseal-count");
    record.headers().add("postseal-count", "-1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(() -> AcceptedRecord.of(Fixtures.arrived(record)))
        .isInstanceOf(MalformedRecordException.class);
  }

  private Progress lastOf(List<AcceptedRecord> records) {
    var groups = new RecordGroups();
    Progress last = new Progress.Incomplete();
    for (var record : records) {
      last = groups.add(record, NOW);
    }
    return last;
  }

  private byte[] message(int length) {
    var message = new byte[length];
    random.nextBytes(message);
    return message;
  }

  private List<AcceptedRecord> records(byte[] message) throws MalformedRecordException {
    var pieces = new ArrayList<ByteBuffer>();
    for (int at = 0; at < message.length; ) {
      int n = Math.min(message.length - at, 1 + random.nextInt(400_000));
      pieces.add(ByteBuffer.wrap(message, at, n).slice());
      at += n;
    }
    var records = new ArrayList<AcceptedRecord>();
    for (var record :
        RecordGroup.of(MailTopic.ACCEPTED, id, Origin.MX, Fixtures.envelope(), pieces).records()) {
      records.add(AcceptedRecord.of(Fixtures.arrived(record)));
    }
    return records;
  }

  private static byte[] octets(Progress progress) {
    assertThat(progress).isInstanceOf(Progress.Complete.class);
    var octets = new ByteArrayOutputStream();
    ((Progress.Complete) progress).message().content().forEach(octets::writeBytes);
    return octets.toByteArray();
  }
}
