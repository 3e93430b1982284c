package org.postseal.observation;

import io.opentelemetry.api.trace.SpanKind;

/** Every kind of span there is, one for each leg of a message's way. */
public enum Leg {
  /** From MAIL to the reply to the end of the content. */
  TRANSACTION("smtp transaction", SpanKind.SERVER),
  /** From the question to its answer. */
  ASK_VERIFY("ask mail.verify", SpanKind.CLIENT),
  /** From the question to its answer. */
  ASK_SIGN("ask mail.sign", SpanKind.CLIENT),
  /** A verifier's work on one question. */
  VERIFY("verify", SpanKind.SERVER),
  /** A signer's work on one question. */
  SIGN("sign", SpanKind.SERVER),
  /** A question to DNS or registry that memory could not answer. */
  LOOK_UP("look up", SpanKind.CLIENT),
  /** A question to the registry's HTTP API. */
  ASK_REGISTRY("ask key-registry", SpanKind.CLIENT),
  /** The durable write, up to its acknowledgement. */
  STORE("store", SpanKind.PRODUCER),
  /** One attempt at one message, up to the record of what became of it. */
  DELIVER("deliver", SpanKind.CONSUMER),
  /** One next hop of that. */
  NEXT_HOP("next hop", SpanKind.CLIENT);

  private final String spanName;
  private final SpanKind kind;

  Leg(String spanName, SpanKind kind) {
    this.spanName = spanName;
    this.kind = kind;
  }

  /** The name of such a span. */
  public String spanName() {
    return spanName;
  }

  SpanKind kind() {
    return kind;
  }
}
