package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The names of all record headers, and how their values are written: UTF-8 text. */
public enum RecordHeader {
  /** The instance that asked, and only its answer's addressee. */
  INSTANCE("postseal-instance"),
  /** 1, or 2 when a question is asked once more; see {@link Asker}. */
  ATTEMPT("postseal-attempt"),
  /** Milliseconds after the broker's append time for which somebody waits for the answer. */
  BUDGET("postseal-budget-ms"),
  /** The envelope, JSON. */
  ENVELOPE("postseal-envelope"),
  /** Body digests, JSON. */
  DIGESTS("postseal-digests"),
  /** What an account may write as, a JSON array. */
  IDENTITIES("postseal-identities"),
  /** How a signing question ended. */
  OUTCOME("postseal-outcome"),
  /** The reply line that follows from the outcome. */
  REPLY("postseal-reply"),
  /** Where an accepted message came from. */
  ORIGIN("postseal-origin"),
  /** Position of a record in its group, from 0. */
  INDEX("postseal-index"),
  /** Number of records in the group. */
  COUNT("postseal-count"),
  /** Octets of the whole message. */
  LENGTH("postseal-length"),
  /** SHA-256 of the whole message, lower-case hex. */
  SHA256("postseal-sha256"),
  /** What a retry needs to know, JSON. */
  RETRY("postseal-retry"),
  /** Why a message is where it is, for people. */
  REASON("postseal-reason"),
  /** Service, topic, partition and offset a dead letter came from, JSON. */
  DEAD_LETTER("postseal-dead-letter"),
  /** The trace this record is part of; see {@link TraceParent}. */
  TRACE_PARENT("traceparent"),
  /** What the systems of that trace keep with it. */
  TRACE_STATE("tracestate"),
  /** Media type of the value. */
  CONTENT_TYPE("content-type");

  private final String headerName;

  RecordHeader(String headerName) {
    this.headerName = headerName;
  }

  /** The name on the record. */
  public String headerName() {
    return headerName;
  }

  void put(Headers headers, String value) {
    headers.add(headerName, value.getBytes(StandardCharsets.UTF_8));
  }

  void put(Headers headers, byte[] value) {
    headers.add(headerName, value);
  }

  byte[] octets(Headers headers) throws MalformedRecordException {
    var header = headers.lastHeader(headerName);
    if (header == null || header.value() == null) {
      throw new MalformedRecordException("record header " + headerName + " is missing");
    }
    return header.value();
  }

  String text(Headers headers) throws MalformedRecordException {
    return new String(octets(headers), StandardCharsets.UTF_8);
  }

  @Nullable String textOrNull(Headers headers) {
    var header = headers.lastHeader(headerName);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  long number(Headers headers, long most) throws MalformedRecordException {
    var text = text(headers);
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // falls through to the same complaint as a number out of range
    }
    throw new MalformedRecordException(
        "record header " + headerName + " is not a number from 0 to " + most);
  }
}
