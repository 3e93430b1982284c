package org.postseal.observation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.postseal.topics.TraceParent;

class MessageTracesTest {
  private static final String STRANGER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final MessageTraces traces = MessageTraces.by(sdk(Sampler.alwaysOn()), false, "test");

  private OpenTelemetry sdk(Sampler sampler) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build())
        .build();
  }

  @Test
  void aTraceGoesOnBehindARecord() {
    var transaction = traces.begin(Leg.TRANSACTION, TimeUnit.SECONDS.toNanos(2));
    var store = transaction.child(Leg.STORE).with(Attribute.TOPIC, "mail.accepted");
    var headers = new RecordHeaders();
    store.putInto(headers);
    var delivery = traces.goOn(Leg.DELIVER, TraceParent.of(headers)).with(Attribute.ATTEMPT, 1);
    delivery.end();
    store.end();
    transaction.end();

    var spans = exporter.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.getFirst().getTraceId());
    assertThat(spans)
        .extracting(SpanData::getName)
        .containsExactly("deliver", "store", "smtp transaction");
    assertThat(spans.get(0).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
    assertThat(spans.get(0).getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(spans.get(0).getAttributes().get(AttributeKey.longKey("postseal.attempt")))
        .isEqualTo(1);
    assertThat(spans.get(1).getParentSpanId()).isEqualTo(spans.get(2).getSpanId());
    assertThat(spans.get(2).getParentSpanContext().isValid()).isFalse();
    assertThat(spans.get(2).getEndEpochNanos() - spans.get(2).getStartEpochNanos())
        .isBetween(TimeUnit.MILLISECONDS.toNanos(1900), TimeUnit.SECONDS.toNanos(30));
  }

  @Test
  void aHeaderThatIsNotWellFormedIsIgnoredAndATraceBegins() {
    var headers = new RecordHeaders().add("traceparent", "00-not-a-trace-01".getBytes(UTF_8));
    traces.goOn(Leg.VERIFY, TraceParent.of(headers)).end();
    var span = exporter.getFinishedSpanItems().getFirst();
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getSpanContext().isValid()).isTrue();
  }

  @Test
  void stateIsPassedOnAndTheDecisionToSampleIsKept() {
    var sampledOut = STRANGER.substring(0, 53) + "00";
    var parentBased = MessageTraces.by(sdk(Sampler.parentBased(Sampler.alwaysOn())), false, "test");
    var span =
        parentBased.goOn(
            Leg.VERIFY, Optional.of(new TraceParent(sampledOut, Optional.of("vendor=1"))));
    span.end();
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
    assertThat(span.trace().orElseThrow().value())
        .startsWith(STRANGER.substring(0, 36))
        .endsWith("-00");
    assertThat(span.trace().orElseThrow().state()).contains("vendor=1");
  }

  @Test
  void theThreadsOwnSpanIsFoundWhileItLasts() {
    var span = traces.begin(Leg.SIGN, 0);
    try (var _ = span.makeCurrent()) {
      assertThat(MessageSpan.current()).isSameAs(span);
    }
    assertThat(MessageSpan.current()).isSameAs(MessageSpan.NONE);
  }

  @Test
  void whileTracingIsOffAMessageCostsNoMemory() {
    var headers = new RecordHeaders();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    untraced(headers); // classes are loaded
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      untraced(headers);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void untraced(RecordHeaders headers) {
    var transaction = MessageTraces.off().begin(Leg.TRANSACTION, 1);
    var span = transaction.child(Leg.STORE).with(Attribute.TOPIC, "mail.accepted");
    span.putInto(headers);
    try (var _ = span.makeCurrent()) {
      span.with(Attribute.SIZE, 1).note("written");
    }
    span.end();
    MessageTraces.off().goOn(Leg.DELIVER, span.trace()).end();
  }

  @Test
  void whileTracingIsOffThereIsOneSpanAndItLeavesNoTrace() {
    var off = MessageTraces.by(OpenTelemetrySdk.builder().build(), true, "test");
    assertThat(off).isSameAs(MessageTraces.off());
    assertThat(off.isOn()).isFalse();
    var span = off.begin(Leg.TRANSACTION, 0);
    assertThat(span).isSameAs(MessageSpan.NONE);
    assertThat(off.goOn(Leg.DELIVER, Optional.of(new TraceParent(STRANGER, Optional.empty()))))
        .isSameAs(MessageSpan.NONE);
    assertThat(span.child(Leg.STORE)).isSameAs(MessageSpan.NONE);
    assertThat(span.trace()).isEmpty();
    var headers = new RecordHeaders();
    span.with(Attribute.RULE, "none").with(Attribute.SIZE, 1).putInto(headers);
    assertThat(headers.toArray()).isEmpty();
    try (var _ = span.makeCurrent()) {
      assertThat(MessageSpan.current().isNone()).isTrue();
    }
    span.failed().end();
  }
}
