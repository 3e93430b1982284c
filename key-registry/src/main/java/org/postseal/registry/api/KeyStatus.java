package org.postseal.registry.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting;
import org.postseal.registry.publication.Testimony;

/**
 * A key, and what the public DNS says of its record.
 *
 * @param keyId of the registry
 * @param selector for {@code s=}
 * @param state where it is in its life
 * @param recordName where its record belongs
 * @param expected what it should say
 * @param publicDns {@code published}, {@code different} or {@code unknown}
 * @param asked when
 * @param servers who was asked, and what each answered
 */
public record KeyStatus(
    String keyId,
    String selector,
    String state,
    String recordName,
    String expected,
    String publicDns,
    Instant asked,
    List<Server> servers) {

  /**
   * One that was asked.
   *
   * @param kind {@code resolver} or {@code authoritative}
   * @param finding {@code published}, {@code different} or {@code unknown}
   * @param records the texts of all TXT records it gave
   * @param says the answer in a few words
   */
  public record Server(
      String kind, String server, String finding, List<String> records, String says) {}

  static KeyStatus of(SigningKey key, Sighting sighting) {
    return new KeyStatus(
        key.id(),
        key.name().selector().ascii(),
        key.state().word(),
        sighting.recordName(),
        sighting.expected(),
        word(sighting.finding()),
        sighting.at(),
        sighting.testimonies().stream().map(t -> server(t, sighting.expected())).toList());
  }

  private static Server server(Testimony testimony, String expected) {
    return new Server(
        testimony.witness().word(),
        testimony.server(),
        word(testimony.finding(expected)),
        testimony.answer() instanceof DnsAnswer.Found<String>(var records, _, _)
            ? records
            : List.of(),
        testimony.says(expected));
  }

  private static String word(Sighting.Finding finding) {
    return finding.name().toLowerCase(Locale.ROOT);
  }
}
