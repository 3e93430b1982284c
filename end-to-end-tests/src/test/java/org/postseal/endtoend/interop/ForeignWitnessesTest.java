package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.ZoneServer;
import org.postseal.endtoend.interop.OddLetters.OddLetter;
import org.postseal.endtoend.interop.OddLetters.Oddity;

/**
 * Our signatures and seals before other implementations, and theirs before ours: 200 odd messages
 * each way. Where one of them is known to err, messages with that oddity are left out for it and
 * others take their place; what it errs in stands beside it.
 */
@Tag("interop")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ForeignWitnessesTest {
  private static final int MESSAGES = 200;
  private static final List<String> ALL_KEYS = OddLetters.manners("rsa", "ed", "both");
  private static final List<String> EITHER_KEY = OddLetters.manners("rsa", "ed");
  private static final List<String> RSA = OddLetters.manners("rsa");
  private static final Set<Oddity> NOTHING = Set.of();

  /**
   * It does not look at a message with an obsolete field name (RFC 5322 §4.5.8 has it accepted),
   * and takes one without a final CRLF for unsigned: no MTA would give it one.
   */
  private static final Set<Oddity> NOT_FOR_OPENDKIM =
      Set.of(Oddity.SPACE_BEFORE_COLON, Oddity.NO_FINAL_CRLF);

  /**
   * It does not sign as it should with Ed25519 and simple header fields: dkimpy does not find these
   * valid either. The same signatures made by others it does (RFC 6376 §3.4.1, RFC 8463 §3).
   */
  private static final List<String> MANNERS_OF_OPENDKIM =
      EITHER_KEY.stream().filter(manner -> !manner.startsWith("ed-simple")).toList();

  /** It refuses obsolete field names (RFC 5322 §4.5.8). */
  private static final Set<Oddity> NOT_FOR_DKIMPY = Set.of(Oddity.SPACE_BEFORE_COLON);

  /** It does not add the missing CRLF in simple (RFC 6376 §3.4.3). */
  private static final Set<Oddity> NOT_FOR_MAIL_DKIM = Set.of(Oddity.NO_FINAL_CRLF);

  /**
   * It takes the white space before the colon for part of the name (RFC 6376 §3.4.2), the wrong one
   * of two fields that should be one (§5.4.2), and a relaxed body of white space for an empty line
   * instead of nothing (§3.4.4).
   */
  private static final Set<Oddity> NOT_FOR_RSPAMD =
      Set.of(Oddity.SPACE_BEFORE_COLON, Oddity.REPEATED_UNIQUE, Oddity.BLANK_BODY);

  @TempDir private static Path folder;
  private static ZoneServer zone;
  private static WitnessKeys keys;
  private static OurSide ours;

  @BeforeAll
  static void publish() throws Exception {
    zone = ZoneServer.start();
    keys = WitnessKeys.publish(zone, folder);
    ours = new OurSide(keys, new DnsjavaDns(ResolverSettings.of(List.of(zone.address()))));
  }

  @AfterAll
  static void stop() {
    if (zone != null) {
      zone.close();
    }
  }

  @Test
  void opendkimAndWeAgree() throws Exception {
    var witness = openDkim();
    verifiesOurs(witness, letters(NOT_FOR_OPENDKIM, ALL_KEYS));
    signsForUs(witness, letters(NOT_FOR_OPENDKIM, MANNERS_OF_OPENDKIM), "pass");
  }

  @Test
  void dkimpyAndWeAgree() throws Exception {
    var witness = dkimpy();
    verifiesOurs(witness, letters(NOT_FOR_DKIMPY, ALL_KEYS));
    signsForUs(witness, letters(NOT_FOR_DKIMPY, EITHER_KEY), "pass");
  }

  @Test
  void mailDkimAndWeAgree() throws Exception {
    var witness = mailDkim();
    verifiesOurs(witness, letters(NOT_FOR_MAIL_DKIM, RSA));
    signsForUs(witness, letters(NOT_FOR_MAIL_DKIM, RSA), "pass");
  }

  @Test
  void rspamdAndWeAgree() throws Exception {
    try (var witness = startRspamd()) {
      verifiesOurs(witness, letters(NOT_FOR_RSPAMD, ALL_KEYS));
      signsForUs(witness, letters(NOT_FOR_RSPAMD, ALL_KEYS), "pass pass");
    }
  }

  @Test
  void dkimpyAndWeAgreeAboutChains() throws Exception {
    agreeAboutChains(dkimpy(), letters(NOT_FOR_DKIMPY, RSA));
  }

  @Test
  void mailDkimAndWeAgreeAboutChains() throws Exception {
    agreeAboutChains(mailDkim(), letters(NOTHING, RSA));
  }

  @Test
  void rspamdAndWeAgreeAboutChains() throws Exception {
    try (var witness = startRspamd()) {
      agreeAboutChains(witness, letters(NOT_FOR_RSPAMD, RSA));
    }
  }

  private static OpenDkim openDkim() throws IOException {
    return new OpenDkim(Program.installed("opendkim"), keys, dnsPort(), folder);
  }

  private static ScriptWitness dkimpy() {
    return new ScriptWitness(
        Program.installed("python3"),
        "dkimpy.py",
        dnsPort(),
        List.of(keys.rsaPem(), keys.edSeed()));
  }

  private static ScriptWitness mailDkim() {
    return new ScriptWitness(
        Program.installed("perl"), "mail-dkim.pl", dnsPort(), List.of(keys.rsaPem()));
  }

  private static Rspamd startRspamd() throws IOException {
    return Rspamd.start(
        Program.installed("rspamd"),
        keys,
        dnsPort(),
        Files.createDirectories(folder.resolve("rspamd")));
  }

  private static int dnsPort() {
    return zone.address().getPort();
  }

  private static List<OddLetter> letters(Set<Oddity> avoided, List<String> manners) {
    return OddLetters.without(avoided, MESSAGES, manners);
  }

  private static Map<String, byte[]> octets(List<OddLetter> letters) {
    return letters.stream().collect(Collectors.toMap(OddLetter::name, OddLetter::octets));
  }

  /** The witness finds all our signatures valid, and none once the body is another. */
  private static void verifiesOurs(Witness witness, List<OddLetter> letters)
      throws IOException, InterruptedException {
    var signed = ours.sign(octets(letters));
    assertAll(
        letters,
        witness.verify(signed),
        letter -> letter.name().contains("both") ? "pass pass" : "pass");
    assertThat(witness.verify(altered(signed)).values()).noneMatch(word -> word.contains("pass"));
  }

  /**
   * We find all the witness's signatures valid, and none once the body is another. Where a signed
   * field stands twice that may stand once, valid is not good enough here (RFC 6376 §8.15).
   */
  private static void signsForUs(Witness witness, List<OddLetter> letters, String words)
      throws IOException, InterruptedException {
    var signed = witness.sign(octets(letters));
    assertAll(letters, ours.verify(signed), letter -> expected(letter, words));
    assertThat(ours.verify(altered(signed)).values()).noneMatch(word -> word.contains("pass"));
  }

  private static String expected(OddLetter letter, String words) {
    return letter.oddities().contains(Oddity.REPEATED_UNIQUE)
        ? words.replace("pass", "policy")
        : words;
  }

  /**
   * Chains of three: ours, the witness's on top of it, and ours again, each found valid by both,
   * and broken once the body is another.
   */
  private static void agreeAboutChains(Witness witness, List<OddLetter> letters)
      throws IOException, InterruptedException {
    var once = ours.seal(withResults(octets(letters)));
    assertAll(letters, witness.validate(once), _ -> "pass");
    assertThat(witness.validate(altered(once)).values()).doesNotContain("pass");
    var twice = witness.seal(withResults(once));
    assertAll(letters, ours.validate(twice), _ -> "pass");
    assertThat(ours.validate(altered(twice)).values()).allMatch(word -> word.startsWith("fail"));
    assertAll(letters, witness.validate(ours.seal(withResults(twice))), _ -> "pass");
  }

  /** With what the next sealer has found out, on top, and no earlier results in that name. */
  private static Map<String, byte[]> withResults(Map<String, byte[]> messages) {
    String results =
        "Authentication-Results: mx.example.com; arc=pass; dmarc=pass header.from=example.com\r\n";
    var received = new TreeMap<String, byte[]>();
    messages.forEach(
        (name, octets) ->
            received.put(
                name,
                (results + new String(octets, StandardCharsets.ISO_8859_1).replace(results, ""))
                    .getBytes(StandardCharsets.ISO_8859_1)));
    return received;
  }

  /** Says of each letter that fares otherwise what is odd about it. */
  private static void assertAll(
      List<OddLetter> letters, Map<String, String> words, Function<OddLetter, String> expected) {
    assertThat(letters).hasSize(MESSAGES);
    assertThat(letters.stream())
        .filteredOn(letter -> !expected.apply(letter).equals(words.get(letter.name())))
        .extracting(
            letter -> letter.name() + " " + letter.oddities() + ": " + words.get(letter.name()))
        .isEmpty();
  }

  /** The first thirty with a line more at their end. */
  private static Map<String, byte[]> altered(Map<String, byte[]> messages) {
    var altered = new TreeMap<String, byte[]>();
    messages.keySet().stream()
        .sorted()
        .limit(30)
        .forEach(
            name -> {
              var text = new String(messages.get(name), StandardCharsets.ISO_8859_1);
              altered.put(name, (text + "\r\nx\r\n").getBytes(StandardCharsets.ISO_8859_1));
            });
    return altered;
  }
}
