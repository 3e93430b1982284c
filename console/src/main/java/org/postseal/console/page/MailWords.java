package org.postseal.console.page;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postseal.console.calling.Segment;

/** Which messages of a shelf are meant: the criteria of the relay's API, from a query or a form. */
public final class MailWords {
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

  @FormParam("domain")
  @Nullable String formDomain;

  @FormParam("sender")
  @Nullable String formSender;

  @FormParam("recipient")
  @Nullable String formRecipient;

  @FormParam("reason")
  @Nullable String formReason;

  @FormParam("host")
  @Nullable String formHost;

  /** Name and value of each criterion, of those without a value an empty one. */
  Map<String, String> all() {
    var all = new LinkedHashMap<String, String>();
    all.put("domain", either(domain, formDomain));
    all.put("sender", either(sender, formSender));
    all.put("recipient", either(recipient, formRecipient));
    all.put("reason", either(reason, formReason));
    all.put("host", either(host, formHost));
    return all;
  }

  private static String either(@Nullable String one, @Nullable String other) {
    if (one != null) {
      return one.strip();
    }
    return other == null ? "" : other.strip();
  }

  /** Whether none was given. */
  boolean isEverything() {
    return all().values().stream().allMatch(String::isEmpty);
  }

  /** As a query of the relay's API, without the question mark. */
  String query() {
    return all().entrySet().stream()
        .filter(one -> !one.getValue().isEmpty())
        .map(one -> one.getKey() + "=" + Segment.value(one.getValue()))
        .collect(Collectors.joining("&"));
  }
}
