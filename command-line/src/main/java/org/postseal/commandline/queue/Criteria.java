package org.postseal.commandline.queue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which messages are meant; every criterion given must hold. */
final class Criteria {
  @Option(names = "--domain", paramLabel = "DOMAIN", description = "of a recipient")
  private @Nullable String domain;

  @Option(
      names = "--sender",
      paramLabel = "ADDRESS",
      description = "reverse-path; <> is the null one")
  private @Nullable String sender;

  @Option(names = "--recipient", paramLabel = "ADDRESS", description = "forward-path")
  private @Nullable String recipient;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "name or address of a host that was tried last")
  private @Nullable String host;

  @Option(
      names = {"--reason", "--rule"},
      paramLabel = "TEXT",
      description = "a part of why it is there: a reply, or the rule's name")
  private @Nullable String reason;

  @Option(names = "--older-than", paramLabel = "DURATION", description = "such as PT4H or P1D")
  private @Nullable Duration olderThan;

  /** As a query, which begins with a question mark if there is one. */
  String query(List<String> more) {
    var terms = new ArrayList<>(more);
    add(terms, "domain", domain);
    add(terms, "sender", sender);
    add(terms, "recipient", recipient);
    add(terms, "reason", reason);
    add(terms, "host", host);
    add(terms, "older-than", olderThan == null ? null : olderThan.toString());
    return terms.isEmpty() ? "" : "?" + String.join("&", terms);
  }

  static String term(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void add(List<String> terms, String name, @Nullable String value) {
    if (value != null) {
      terms.add(term(name, value));
    }
  }
}
