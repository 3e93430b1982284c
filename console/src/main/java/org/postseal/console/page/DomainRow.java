package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A domain as the registry tells it.
 *
 * @param duties what the gateway does for it
 * @param signing the selectors that sign now, with their age
 */
public record DomainRow(
    String path,
    String name,
    String duties,
    String policy,
    String mode,
    String rotation,
    String signing) {

  static DomainRow of(JsonNode entry, List<KeyRow> keys) {
    var name = MailRow.text(entry, "domain");
    return new DomainRow(
        DomainsResource.ROOT + "/" + name,
        name,
        duties(entry),
        MailRow.text(entry, "signingPolicy")
            + (entry.path("testing").asBoolean() ? ", testing" : ""),
        said(entry, "mode", "as for all"),
        said(entry, "keyRotation", "as for all"),
        keys.stream()
            .filter(key -> key.domain().equals(name) && key.state().equals("active"))
            .map(key -> key.selector() + " (" + key.age() + ")")
            .collect(Collectors.joining(", ")));
  }

  private static String duties(JsonNode entry) {
    boolean local = entry.path("local").asBoolean();
    boolean signed = entry.path("signed").asBoolean();
    if (local && signed) {
      return "receives and signs";
    }
    if (local) {
      return "receives";
    }
    return signed ? "signs" : "–";
  }

  private static String said(JsonNode entry, String field, String otherwise) {
    var text = MailRow.text(entry, field);
    return text.isEmpty() ? otherwise : text;
  }
}
