package org.postseal.observation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.TraceParent;

/**
 * Makes the spans of one service. While tracing is off there is one span, {@link MessageSpan#NONE},
 * and making one costs nothing.
 */
public final class MessageTraces {
  private static final MessageTraces OFF = new MessageTraces(null);

  /** The setting that disables tracing. */
  public static final String DISABLED = "quarkus.otel.sdk.disabled";

  private final @Nullable Tracer tracer;

  private MessageTraces(@Nullable Tracer tracer) {
    this.tracer = tracer;
  }

  /** No spans. */
  public static MessageTraces off() {
    return OFF;
  }

  /**
   * Spans by that SDK.
   *
   * @param disabled whether there are none: the SDK itself does not say so, and when it is disabled
   *     it makes spans with ids that nobody ever hears of
   * @param scope the instrumentation scope, which tells the services of one process apart
   */
  public static MessageTraces by(OpenTelemetry telemetry, boolean disabled, String scope) {
    return disabled ? OFF : new MessageTraces(telemetry.getTracer(scope));
  }

  /** Whether there are spans. */
  public boolean isOn() {
    return tracer != null;
  }

  /** Begins a trace with a leg that began so many nanoseconds ago. */
  public MessageSpan begin(Leg leg, long nanosAgo) {
    if (tracer == null) {
      return MessageSpan.NONE;
    }
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    return new MessageSpan(
        tracer,
        tracer
            .spanBuilder(leg.spanName())
            .setSpanKind(leg.kind())
            .setNoParent()
            .setStartTimestamp(now - nanosAgo, TimeUnit.NANOSECONDS)
            .startSpan());
  }

  /** Goes on with a trace that came with a record; begins one if none came. */
  public MessageSpan goOn(Leg leg, Optional<TraceParent> parent) {
    if (tracer == null) {
      return MessageSpan.NONE;
    }
    var context =
        parent
            .map(
                from ->
                    W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), from, Fields.READ))
            .orElse(Context.root());
    return MessageSpan.under(context, leg, tracer);
  }

  private enum Fields implements TextMapGetter<TraceParent> {
    READ;

    @Override
    public Iterable<String> keys(TraceParent carrier) {
      return List.of("traceparent", "tracestate");
    }

    @Override
    public @Nullable String get(@Nullable TraceParent carrier, String key) {
      if (carrier == null) {
        return null;
      }
      return switch (key) {
        case "traceparent" -> carrier.value();
        case "tracestate" -> carrier.state().orElse(null);
        default -> null;
      };
    }
  }
}
