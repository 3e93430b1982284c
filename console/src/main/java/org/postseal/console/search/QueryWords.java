package org.postseal.console.search;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The criteria as parameters of a query. */
public final class QueryWords {
  @QueryParam("transaction")
  @Nullable String transaction;

  @QueryParam("message-id")
  @Nullable String messageId;

  @QueryParam("address")
  @Nullable String address;

  @QueryParam("domain")
  @Nullable String domain;

  @QueryParam("client")
  @Nullable String client;

  @QueryParam("rule")
  @Nullable String rule;

  @QueryParam("outcome")
  @Nullable String outcome;

  @QueryParam("since")
  @Nullable String since;

  @QueryParam("until")
  @Nullable String until;

  /** The same for messages of one outcome. */
  public QueryWords with(String word) {
    outcome = word;
    return this;
  }

  /** The same without nulls. */
  public Criteria.Asked asked() {
    return new Criteria.Asked(
        Optional.ofNullable(transaction),
        Optional.ofNullable(messageId),
        Optional.ofNullable(address),
        Optional.ofNullable(domain),
        Optional.ofNullable(client),
        Optional.ofNullable(rule),
        Optional.ofNullable(outcome),
        Optional.ofNullable(since),
        Optional.ofNullable(until));
  }
}
