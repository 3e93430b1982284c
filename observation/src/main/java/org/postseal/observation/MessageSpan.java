package org.postseal.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.TraceParent;

/** One leg of a message's way while it is under way, or {@link #NONE}. Safe for several threads. */
public final class MessageSpan {
  /** The span of what is not traced: takes everything and keeps nothing. */
  public static final MessageSpan NONE = new MessageSpan(null, Span.getInvalid());

  private static final ContextKey<MessageSpan> KEY = ContextKey.named("postseal-span");
  private static final Current NOT_CURRENT = () -> {};

  private final @Nullable Tracer tracer;
  private final Span span;

  MessageSpan(@Nullable Tracer tracer, Span span) {
    this.tracer = tracer;
    this.span = span;
  }

  static MessageSpan under(Context parent, Leg leg, Tracer tracer) {
    return new MessageSpan(
        tracer,
        tracer.spanBuilder(leg.spanName()).setSpanKind(leg.kind()).setParent(parent).startSpan());
  }

  /** The time for which a span is this thread's own. */
  public interface Current extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether nothing is traced here. */
  public boolean isNone() {
    return tracer == null;
  }

  /** A leg within this one. */
  public MessageSpan child(Leg leg) {
    return tracer == null ? NONE : under(Context.root().with(span), leg, tracer);
  }

  /** A leg within this one that has just ended, and took so many nanoseconds. */
  public void childThatTook(Leg leg, long nanos) {
    if (tracer != null) {
      long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
      tracer
          .spanBuilder(leg.spanName())
          .setSpanKind(leg.kind())
          .setParent(Context.root().with(span))
          .setStartTimestamp(now - nanos, TimeUnit.NANOSECONDS)
          .startSpan()
          .end(now, TimeUnit.NANOSECONDS);
    }
  }

  /** The span this thread works on; see {@link #makeCurrent}. */
  public static MessageSpan current() {
    var current = Context.current().get(KEY);
    return current == null ? NONE : current;
  }

  /** Makes it this thread's own, for those that do not get it by argument, until closed. */
  @SuppressWarnings("MustBeClosedChecker") // by whoever closes what this returns
  public Current makeCurrent() {
    if (tracer == null) {
      return NOT_CURRENT;
    }
    Scope scope = Context.root().with(span).with(KEY, this).makeCurrent();
    return scope::close;
  }

  public MessageSpan with(Attribute attribute, String value) {
    span.setAttribute(attribute.key(), value);
    return this;
  }

  public MessageSpan with(Attribute attribute, long value) {
    span.setAttribute(attribute.key(), value);
    return this;
  }

  /** Something that happened now within it. */
  public void note(String what) {
    span.addEvent(what);
  }

  /** Marks it as one that went wrong for reasons that are ours. */
  public MessageSpan failed() {
    span.setStatus(StatusCode.ERROR);
    return this;
  }

  /** It is over. */
  public void end() {
    span.end();
  }

  /** What records and events that follow from it are part of. */
  public Optional<TraceParent> trace() {
    if (tracer == null) {
      return Optional.empty();
    }
    var fields = new HashMap<String, String>();
    W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), fields, HashMap::put);
    return TraceParent.parse(
        Optional.ofNullable(fields.get("traceparent")),
        Optional.ofNullable(fields.get("tracestate")));
  }

  /** Makes a record part of the trace. */
  public void putInto(Headers headers) {
    if (tracer != null) {
      trace().ifPresent(parent -> parent.putInto(headers));
    }
  }
}
