package org.postseal.topics;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * The trace a record or an event is part of, and the span it came from, as the fields of W3C Trace
 * Context (Recommendation of 23 November 2021, §3) have it. Whoever passes a message on passes it
 * on too, whether or not it makes spans of its own.
 *
 * <p>What is not well-formed is no trace: it is ignored, and never an error of the record.
 *
 * @param value {@code traceparent}: version 00, trace-id, parent-id and flags
 * @param state {@code tracestate}, opaque to us
 */
public record TraceParent(String value, Optional<String> state) {
  private static final String VERSION = "00-";
  private static final int TRACE_ID = 3;
  private static final int PARENT_ID = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  /** §3.3.1.5 asks for at least that many octets to be passed on. */
  private static final int LONGEST_STATE = 512;

  /**
   * @throws IllegalArgumentException if one of them is not well-formed
   */
  public TraceParent {
    if (!isWellFormed(value) || state.filter(text -> !isState(text)).isPresent()) {
      throw new IllegalArgumentException("no trace context");
    }
  }

  /** What these fields say; empty if the first is absent or not well-formed. */
  public static Optional<TraceParent> parse(Optional<String> value, Optional<String> state) {
    return value
        .filter(TraceParent::isWellFormed)
        .map(text -> new TraceParent(text, state.filter(TraceParent::isState)));
  }

  /** The trace a record is part of. */
  public static Optional<TraceParent> of(Headers headers) {
    var value = RecordHeader.TRACE_PARENT.textOrNull(headers);
    return value == null
        ? Optional.empty()
        : parse(
            Optional.of(value), Optional.ofNullable(RecordHeader.TRACE_STATE.textOrNull(headers)));
  }

  /** Makes a record part of this trace. */
  public void putInto(Headers headers) {
    headers.remove(RecordHeader.TRACE_PARENT.headerName());
    headers.remove(RecordHeader.TRACE_STATE.headerName());
    RecordHeader.TRACE_PARENT.put(headers, value);
    state.ifPresent(text -> RecordHeader.TRACE_STATE.put(headers, text));
  }

  /** The name of the trace: 32 hexadecimal digits. */
  public String traceId() {
    return value.substring(TRACE_ID, PARENT_ID - 1);
  }

  private static boolean isWellFormed(String text) {
    return text.length() == LENGTH
        && text.startsWith(VERSION)
        && isId(text, TRACE_ID, PARENT_ID - 1)
        && text.charAt(PARENT_ID - 1) == '-'
        && isId(text, PARENT_ID, FLAGS - 1)
        && text.charAt(FLAGS - 1) == '-'
        && isHex(text, FLAGS, LENGTH);
  }

  /** One of all zeros is none (§3.2.2.3, §3.2.2.4). */
  private static boolean isId(String text, int from, int to) {
    return isHex(text, from, to)
        && text.chars().skip(from).limit(to - from).anyMatch(c -> c != '0');
  }

  private static boolean isHex(String text, int from, int to) {
    return text.chars()
        .skip(from)
        .limit(to - from)
        .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static boolean isState(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_STATE
        && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
