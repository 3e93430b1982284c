package org.postseal.relay.desk;

import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which messages, in the query of a request. */
public final class Criteria {
  @QueryParam("id")
  @Nullable String id;

  @QueryParam("domain")
  @Nullable String domain;

  @QueryParam("sender")
  @Nullable String sender;

  @QueryParam("recipient")
  @Nullable String recipient;

  @QueryParam("reason")
  @Nullable String reason;

  @QueryParam("host")
  @Nullable String host;

  @QueryParam("older-than")
  @Nullable String olderThan;

  Selection selection() {
    return new Selection(
        Optional.ofNullable(id),
        Optional.ofNullable(domain),
        Optional.ofNullable(sender),
        Optional.ofNullable(recipient),
        Optional.ofNullable(reason),
        Optional.ofNullable(host).map(name -> HostName.parse(name).orElse(name)),
        Optional.ofNullable(olderThan).map(Criteria::duration));
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException _) {
      throw BadRequest.because("older-than is a duration such as PT4H");
    }
  }
}
