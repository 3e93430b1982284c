package org.postseal.signingpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/** Whatever a server sends, it is read within the limits and is a defined answer. */
class HostileAnswersTest {
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final Query POLICY = new Query.Policy(DOMAIN);
  private static final Query KEY = new Query.Key(new Selector("s1"), DOMAIN);
  private static final String STATED =
      "250-v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1\r\n";
  private static final String END = "250 2.0.0 end\r\n";

  @ParameterizedTest
  @CsvSource({
    "550 5.1.2 no, NotItsDomain",
    "550 5.7.21 no, NoSuchSelector",
    "550 5.7.1 no, Refused",
    "550 no, Refused",
    "501 5.5.4 no, Refused",
    "503 5.5.1 no, Refused",
    "530 5.7.0 no, Refused",
    "554 5.1.2 no, Refused",
    "500 5.5.2 no, NotSupported",
    "502 5.5.1 no, NotSupported",
    "504 5.5.4 no, NotSupported",
    "451 4.4.3 no, Unavailable",
    "450 4.7.0 no, Unavailable",
    "421 4.7.0 no, Unavailable",
    "250 2.0.0 end, Malformed",
    "250 v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1, Malformed",
    "251 2.0.0 end, Malformed",
    "354 go on, Malformed",
  })
  void everyReplyCodeMeansSomething(String line, String answer) {
    assertThat(answer(POLICY, line + "\r\n").getClass().getSimpleName()).isEqualTo(answer);
  }

  static Stream<String> senseless() {
    return Stream.of(
        "250-+v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1\r\n" + END,
        "250-\r\n" + END,
        "250-v=SIGNPOL1; d=example.org; sign=all; id=a; max_age=1\r\n" + END,
        "250-v=SIGNPOL1; d=mail.example.com; sign=all; id=a; max_age=1\r\n" + END,
        "250-v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1; d=example.org\r\n" + END,
        "250-v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1\u0000\r\n" + END);
  }

  @ParameterizedTest
  @MethodSource("senseless")
  void aPolicyThatMakesNoSense(String reply) {
    assertThat(answer(POLICY, reply)).isInstanceOf(Answer.Malformed.class);
  }

  @Test
  void aKeyOfAnotherSelectorOrDomain() {
    assertThat(answer(KEY, "250-d=example.com; s=s1; ttl=1\r\n250-p=\r\n" + END).stated())
        .isPresent();
    for (String about :
        new String[] {"d=example.com; s=s2; ttl=1", "d=example.org; s=s1; ttl=1", "d=s1; s=s1"}) {
      assertThat(answer(KEY, "250-" + about + "\r\n250-p=\r\n" + END))
          .isInstanceOf(Answer.Malformed.class);
    }
    assertThat(answer(KEY, "250-d=example.com; s=s1; ttl=1\r\n" + END))
        .as("no key record")
        .isInstanceOf(Answer.Malformed.class);
    assertThat(answer(KEY, STATED + END)).isInstanceOf(Answer.Malformed.class);
  }

  @Test
  void linesThatLaterVersionsAddArePassedOver() {
    assertThat(answer(POLICY, STATED + "250-more=1\r\n" + END).stated()).isPresent();
  }

  @Test
  void noMoreThan64Lines() {
    assertThat(fed("250-x\r\n".repeat(63) + END)).isInstanceOf(ReplyReader.Complete.class);
    assertThat(fed("250-x\r\n".repeat(64) + END))
        .isEqualTo(new ReplyReader.TooMuch(ReplyReader.Limit.LINES));
  }

  @Test
  void noMoreThan16KiB() {
    String line = "250-" + "x".repeat(504) + "\r\n"; // 510
    String most = line.repeat(32) + "250 " + "x".repeat(16384 - 32 * 510 - 6) + "\r\n";
    assertThat(most).hasSize(16384);
    assertThat(fed(most)).isInstanceOf(ReplyReader.Complete.class);
    assertThat(fed(most.replace("250 ", "250 x")))
        .isEqualTo(new ReplyReader.TooMuch(ReplyReader.Limit.OCTETS));
  }

  @Test
  void noLineWithoutEnd() {
    assertThat(fed("250-" + "x".repeat(506) + "\r\n")).isInstanceOf(ReplyReader.Incomplete.class);
    assertThat(fed("250-" + "x".repeat(507) + "\r\n"))
        .isEqualTo(new ReplyReader.TooMuch(ReplyReader.Limit.LINE));
    assertThat(fed("2".repeat(1000))).isInstanceOf(ReplyReader.TooMuch.class);
  }

  @Test
  void limitsHoldOverManyPieces() {
    var reader = new ReplyReader(ReadingLimits.STANDARD);
    byte[] line = ("250-" + "x".repeat(400) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int fed = 0;
    while (reader.feed(line, 0, line.length) instanceof ReplyReader.Incomplete) {
      fed += line.length;
      assertThat(fed).isLessThanOrEqualTo(16384);
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 400 Bad Request", "SSH-2.0-x", "25", "999 x", "250+x"})
  void notSmtp(String line) {
    assertThat(fed(line + "\r\n")).isInstanceOf(ReplyReader.Defective.class);
    assertThat(fed("250-x\r\n550 y\r\n")).isInstanceOf(ReplyReader.Defective.class);
  }

  @Property(tries = 2000)
  void anyTextIsADefinedAnswer(@ForAll String text) {
    assertThat(PolicyStatement.read(text)).isNotNull();
    assertThat(KeyStatement.read(text, text)).isNotNull();
    assertThat(Query.read(text)).isNotNull();
    assertThat(PolicySignal.read(text)).isNotNull();
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    assertThat(TwinDocument.read(octets, DOMAIN, ReadingLimits.STANDARD)).isNotNull();
    if (fed("250-" + text + "\r\n" + END) instanceof ReplyReader.Complete(var reply, _)) {
      assertThat(Answer.of(POLICY, reply)).isNotNull();
      assertThat(Answer.of(KEY, reply)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void documentsThatAreNone(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    assertThat(TwinDocument.read(octets, DOMAIN, ReadingLimits.STANDARD).found()).isEmpty();
  }

  static Stream<String> documents() {
    String policy = STATED.substring(4);
    String key = "d=example.com; s=s1; ttl=1\np=\n";
    return Stream.of(
        "",
        "\r\n\r\n",
        "<!doctype html>\n<title>Not found</title>\n",
        "+" + policy,
        policy + "d=example.com; s=s1; ttl=1\n",
        policy + key + key,
        policy + key.replace("example.com", "example.org"),
        policy.replace("example.com", "example.org"),
        key,
        policy.replace("\r\n", "\r") + key,
        policy + "x\n".repeat(64),
        policy + "p=" + "x".repeat(509),
        policy + "x".repeat(17000));
  }

  private static Answer answer(Query query, String octets) {
    return fed(octets) instanceof ReplyReader.Complete(var reply, _)
        ? Answer.of(query, reply)
        : throwing(octets);
  }

  private static Answer throwing(String octets) {
    throw new AssertionError("not a reply: " + octets);
  }

  private static ReplyReader.Progress fed(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return new ReplyReader(ReadingLimits.STANDARD).feed(octets, 0, octets.length);
  }
}
