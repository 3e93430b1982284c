package org.postseal.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context on records: passed on as it came, and never an error. */
class TraceParentTest {
  private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void whatIsPutIntoARecordIsFoundThereAgain() {
    var trace = new TraceParent(GOOD, Optional.of("a=1,b=2"));
    var headers = new RecordHeaders();
    trace.putInto(headers);
    assertThat(TraceParent.of(headers)).contains(trace);
    assertThat(trace.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void aRecordIsPartOfOneTraceOnly() {
    var headers = headers("00-11111111111111111111111111111111-1111111111111111-00", "old=1");
    new TraceParent(GOOD, Optional.empty()).putInto(headers);
    assertThat(headers.headers("traceparent")).hasSize(1);
    assertThat(headers.headers("tracestate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
      })
  void whatIsNotWellFormedIsNoTrace(String value) {
    assertThat(TraceParent.of(headers(value, "a=1"))).isEmpty();
    assertThatThrownBy(() -> new TraceParent(value, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStateThatIsTooLongOrNotAsciiIsLeftBehindAndTheTraceIsNot() {
    var alone = Optional.of(new TraceParent(GOOD, Optional.empty()));
    assertThat(TraceParent.of(headers(GOOD, "a".repeat(513)))).isEqualTo(alone);
    assertThat(TraceParent.of(headers(GOOD, "a=\r\n"))).isEqualTo(alone);
    assertThat(TraceParent.of(headers(GOOD, "a=ä"))).isEqualTo(alone);
  }

  @Test
  void withoutAHeaderOrItsValueThereIsNoTrace() {
    assertThat(TraceParent.of(new RecordHeaders())).isEmpty();
    assertThat(TraceParent.of(new RecordHeaders().add("traceparent", null))).isEmpty();
  }

  private static Headers headers(String value, String state) {
    return new RecordHeaders()
        .add("traceparent", value.getBytes(UTF_8))
        .add("tracestate", state.getBytes(UTF_8));
  }
}
