package org.postseal.endtoend.realmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.gateway.Application;

/** The corpora as messages with the {@code dkim=} words they state. */
final class RealMail {
  private static final Pattern LENGTH = Pattern.compile("DKIM-Signature:[^\"]*[; tn]l=");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant TODAY = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant OF_OPENDKIM = Instant.parse("2007-03-01T00:00:00Z");
  private static final Instant OF_MAIL_DKIM = Instant.parse("2010-01-01T00:00:00Z");

  /** Of Mail::DKIM's corpus: those that RFC 6376 judges as its authors do. */
  private static final Map<String, String> MAIL_DKIM =
      Map.ofEntries(
          Map.entry("good_rfc4871_3.txt", "pass"),
          Map.entry("good_rfc4871_4.txt", "pass"),
          Map.entry("good_1878523.txt", "pass"),
          Map.entry("good_83176.txt", "pass"),
          Map.entry("good_qp_1.txt", "pass"),
          Map.entry("bad_1878954.txt", "fail"));

  private static final Set<String> THUNDERBIRD_FAIL =
      Set.of("rfc6376-A.2-body_modified.eml", "rfc6376-A.2-header_subject_modified.eml");

  private final Path root;

  /**
   * One message.
   *
   * @param octets as on the wire
   * @param now the time it is judged at
   * @param dkim the expected words, of the top signature first
   */
  record Case(String name, byte[] octets, Instant now, List<String> dkim) {
    @Override
    public String toString() {
      return name;
    }
  }

  private RealMail(Path root) {
    this.root = root;
  }

  /** The corpora; skips the calling test where they are absent. */
  static RealMail orSkip() {
    var named = System.getenv("POSTSEAL_CORPORA");
    var root =
        named == null
            ? Application.repository().resolve("../shared/corpora").normalize()
            : Path.of(named);
    Assumptions.assumeTrue(
        Files.isDirectory(root),
        () -> "no corpora at " + root + "; POSTSEAL_CORPORA names where they lie");
    return new RealMail(root);
  }

  /** Puts the keys of all corpora into a zone. */
  void publish(ZoneServer zone) {
    var published = new HashSet<String>();
    for (var corpus :
        List.of("rfc-examples", "dkim_verifier-thunderbird", "opendkim", "mail-dkim-perl")) {
      json(root.resolve(corpus).resolve("dns.json"))
          .path("TXT")
          .propertyStream()
          // several corpora have RFC 6376's example, and several records at a name are none
          .filter(record -> published.add(record.getKey()))
          .forEach(record -> zone.txt(record.getKey(), strings(record.getValue().asText())));
    }
  }

  /** The character-strings of a TXT record: at most 255 octets each. */
  private static String[] strings(String text) {
    return IntStream.iterate(0, at -> at < Math.max(1, text.length()), at -> at + 255)
        .mapToObj(at -> text.substring(at, Math.min(text.length(), at + 255)))
        .toArray(String[]::new);
  }

  List<Case> cases() {
    var cases = new ArrayList<Case>();
    var rfc = root.resolve("rfc-examples");
    cases.add(message(rfc.resolve("rfc6376-A.2.eml"), TODAY, List.of("pass")));
    cases.add(message(rfc.resolve("rfc8463-A.3.eml"), TODAY, List.of("pass", "pass")));
    cases.addAll(thunderbird());
    cases.addAll(openDkim());
    var mailDkim = root.resolve("mail-dkim-perl").resolve("corpus");
    MAIL_DKIM.forEach(
        (file, word) -> cases.add(message(mailDkim.resolve(file), OF_MAIL_DKIM, List.of(word))));
    return cases;
  }

  /** Variations of RFC 6376's example: one good signature each, but where the name says else. */
  private List<Case> thunderbird() {
    var data = root.resolve("dkim_verifier-thunderbird").resolve("data");
    var cases = new ArrayList<Case>();
    for (var name : THUNDERBIRD_FAIL) {
      cases.add(message(data.resolve(name), TODAY, List.of("fail")));
    }
    cases.add(
        message(data.resolve("rfc6376-A.2-ill_formed-missing_v.eml"), TODAY, List.of("permerror")));
    cases.add(message(data.resolve("rfc6376-A.2-ill_formed-list_id.eml"), TODAY, List.of("pass")));
    try (var files = Files.list(data.resolve("dkim"))) {
      for (var file : files.sorted().toList()) {
        cases.add(message(file, TODAY, List.of(thunderbirdWord(file.getFileName().toString()))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static String thunderbirdWord(String name) {
    if (name.equals("flags_s-auid_is_subdomain_of_sdid.eml")) {
      return "permerror";
    }
    return name.startsWith("added_header-") ? "policy" : "pass";
  }

  /**
   * Those with one plain verdict of OpenDKIM that a second implementation agrees with; without
   * those whose {@code l=} leaves octets uncovered, which OpenDKIM passes and we call {@code
   * policy}.
   */
  private List<Case> openDkim() {
    var cases = new ArrayList<Case>();
    for (var message : json(root.resolve("opendkim").resolve("messages.json"))) {
      var verdict = message.path("eom_status");
      if (!message.path("op").asText().equals("dkim_verify") || verdict.size() != 1) {
        continue;
      }
      boolean good =
          verdict.get(0).asText().equals("DKIM_STAT_OK")
              && message.path("cross_check_dkimpy").toString().equals("[\"pass\"]");
      boolean bad = verdict.get(0).asText().equals("DKIM_STAT_BADSIG");
      if ((good && !LENGTH.matcher(message.path("headers").toString()).find()) || bad) {
        var text = new StringBuilder();
        message.path("headers").forEach(field -> text.append(field.asText()).append("\r\n"));
        text.append("\r\n").append(message.path("body").asText());
        cases.add(
            new Case(
                message.path("id").asText(),
                text.toString().getBytes(StandardCharsets.ISO_8859_1),
                OF_OPENDKIM,
                List.of(good ? "pass" : "fail")));
      }
    }
    return cases;
  }

  private static Case message(Path file, Instant now, List<String> dkim) {
    try {
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      var wire = text.contains("\r\n") ? text : text.replace("\n", "\r\n");
      return new Case(
          file.getFileName().toString(), wire.getBytes(StandardCharsets.ISO_8859_1), now, dkim);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
