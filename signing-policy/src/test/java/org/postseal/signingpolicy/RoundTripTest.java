package org.postseal.signingpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtp.reply.Reply;

/** What one side writes the other side reads, in whatever pieces it arrives. */
class RoundTripTest {
  private static final ReadingLimits WIDE = new ReadingLimits(1000, 1 << 20);

  @Property(tries = 300)
  void policies(@ForAll("policies") PolicyStatement policy, @ForAll long seed) {
    var reply = sent(StatementReply.of(policy), seed);
    assertThat(Answer.of(new Query.Policy(policy.domain()), reply))
        .isEqualTo(new Answer.Policy(policy));
  }

  @Property(tries = 300)
  void keys(@ForAll("keys") KeyStatement key, @ForAll long seed) {
    Assume.that(
        key.selector().ascii().length() + key.domain().ascii().length() <= Query.LONGEST_NAMES);
    var reply = sent(StatementReply.of(key), seed);
    assertThat(Answer.of(new Query.Key(key.selector(), key.domain()), reply))
        .isEqualTo(new Answer.Key(key));
  }

  @Property(tries = 300)
  void documents(@ForAll("documents") TwinDocument document) {
    byte[] octets = document.text().getBytes(StandardCharsets.US_ASCII);
    assertThat(TwinDocument.read(octets, document.policy().domain(), WIDE))
        .isEqualTo(new Reading.WellFormed<>(document));
    byte[] unix = document.text().replace("\r\n", "\n\n").getBytes(StandardCharsets.US_ASCII);
    assertThat(TwinDocument.read(unix, document.policy().domain(), WIDE))
        .as("other line ends")
        .isEqualTo(new Reading.WellFormed<>(document));
  }

  @Property(tries = 300)
  void queries(@ForAll("selectors") Selector selector, @ForAll("domains") DomainName domain) {
    same(new Query.Policy(domain));
    Assume.that(selector.ascii().length() + domain.ascii().length() <= Query.LONGEST_NAMES);
    same(new Query.Key(selector, domain));
  }

  private static void same(Query query) {
    assertThat(query.commandLine().length() + 2).isLessThanOrEqualTo(512);
    assertThat(Query.read(query.argument())).isEqualTo(new Reading.WellFormed<>(query));
  }

  @Property
  void signals(@ForAll("policies") PolicyStatement policy) {
    var signal = new PolicySignal(policy.id());
    assertThat(PolicySignal.read(signal.text())).isEqualTo(new Reading.WellFormed<>(signal));
  }

  /** Over the wire: every line within RFC 5321's limit, and read in random pieces. */
  private static Reply sent(Reply reply, long seed) {
    byte[] octets = reply.octets();
    for (String line : new String(octets, StandardCharsets.US_ASCII).split("(?<=\r\n)", -1)) {
      assertThat(line.length()).isLessThanOrEqualTo(512);
      assertThat(line.startsWith("250-+") ? line.substring(5, line.length() - 2) : line)
          .hasSizeLessThanOrEqualTo(406);
    }
    var more = new ByteArrayOutputStream();
    more.writeBytes(octets);
    more.writeBytes("250 of the next command\r\n".getBytes(StandardCharsets.US_ASCII));
    return read(more.toByteArray(), octets.length, seed);
  }

  private static Reply read(byte[] octets, int length, long seed) {
    var reader = new ReplyReader(WIDE);
    var random = new Random(seed);
    int at = 0;
    while (true) {
      int piece = Math.min(octets.length - at, 1 + random.nextInt(700));
      switch (reader.feed(octets, at, piece)) {
        case ReplyReader.Incomplete _ -> at += piece;
        case ReplyReader.Complete(Reply reply, int consumed) -> {
          assertThat(at + consumed).isEqualTo(length);
          return reply;
        }
        case ReplyReader.Progress other -> throw new AssertionError(other);
      }
    }
  }

  @Provide
  Arbitrary<PolicyStatement> policies() {
    return AnyStatements.policies();
  }

  @Provide
  Arbitrary<KeyStatement> keys() {
    return AnyStatements.keys();
  }

  @Provide
  Arbitrary<TwinDocument> documents() {
    return AnyStatements.documents();
  }

  @Provide
  Arbitrary<Selector> selectors() {
    return AnyStatements.selectors();
  }

  @Provide
  Arbitrary<DomainName> domains() {
    return AnyStatements.domains();
  }
}
