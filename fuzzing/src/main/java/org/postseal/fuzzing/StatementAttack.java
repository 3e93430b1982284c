package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.Answer;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicySignal;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.Query;
import org.postseal.signingpolicy.Reading;
import org.postseal.signingpolicy.ReadingLimits;
import org.postseal.signingpolicy.ReplyReader;
import org.postseal.signingpolicy.Statement;
import org.postseal.signingpolicy.StatementReply;
import org.postseal.signingpolicy.TwinDocument;
import org.postseal.smtp.reply.Reply;

/**
 * What a stranger asks by XSIGNPOL, and what a strange server answers: the same in any pieces,
 * within the limits, about what was asked, and the same when written again.
 */
final class StatementAttack implements Attack {
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final Query POLICY = new Query.Policy(DOMAIN);
  private static final Query KEY = new Query.Key(new Selector("s1"), DOMAIN);
  private static final ReadingLimits WIDE = new ReadingLimits(1000, 1 << 20);

  @Override
  public void with(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    Query.read(text).found().ifPresent(StatementAttack::requireSameQuestion);
    PolicyStatement.read(text).found().ifPresent(StatementAttack::requireSameAnswer);
    KeyStatement.read(text, text).found().ifPresent(StatementAttack::requireSameAnswer);
    PolicySignal.read(text)
        .found()
        .ifPresent(
            signal ->
                BrokenClaim.unlessEqual(
                    PolicySignal.read(signal.text()),
                    new Reading.WellFormed<>(signal),
                    "written and read again"));
    TwinDocument.read(octets, DOMAIN, ReadingLimits.STANDARD)
        .found()
        .ifPresent(StatementAttack::requireSameDocument);
    requireAnswer(octets);
  }

  private static void requireSameQuestion(Query query) {
    BrokenClaim.unless(query.commandLine().length() + 2 <= 512, "a command line has 512 octets");
    BrokenClaim.unlessAscii(query.commandLine(), "a query");
    BrokenClaim.unlessEqual(
        Query.read(query.argument()), new Reading.WellFormed<>(query), "written and read again");
  }

  private static void requireSameAnswer(Statement statement) {
    questionFor(statement).ifPresent(query -> requireSameAnswer(query, statement));
  }

  /** Names can be too long for the line that would ask for their key. */
  private static Optional<Query> questionFor(Statement statement) {
    return switch (statement) {
      case PolicyStatement policy -> Optional.of(new Query.Policy(policy.domain()));
      case KeyStatement key ->
          Optional.of(key)
              .filter(one -> names(one) <= Query.LONGEST_NAMES)
              .map(one -> new Query.Key(one.selector(), one.domain()));
    };
  }

  private static int names(KeyStatement key) {
    return key.selector().ascii().length() + key.domain().ascii().length();
  }

  private static void requireSameAnswer(Query query, Statement statement) {
    byte[] wire = StatementReply.of(statement).octets();
    if (new ReplyReader(WIDE).feed(wire, 0, wire.length)
        instanceof ReplyReader.Complete(Reply reply, _)) {
      BrokenClaim.unless(
          Answer.of(query, reply).stated().filter(statement::equals).isPresent(),
          "written and read again");
    } else {
      throw new IllegalStateException("our own reply is none");
    }
  }

  private static void requireSameDocument(TwinDocument document) {
    byte[] written = document.text().getBytes(StandardCharsets.US_ASCII);
    BrokenClaim.unlessEqual(
        TwinDocument.read(written, DOMAIN, WIDE),
        new Reading.WellFormed<>(document),
        "written and read again");
  }

  private static void requireAnswer(byte[] octets) {
    var whole = new Conversation();
    whole.feed(octets, 0, octets.length);
    var pieces = new Conversation();
    Chunks.feed(octets, pieces::feed);
    BrokenClaim.unlessEqual(whole.ended, pieces.ended, "pieces do not matter");
  }

  private static final class Conversation {
    private final ReplyReader reader = new ReplyReader(ReadingLimits.STANDARD);
    private String ended = "";

    void feed(byte[] octets, int offset, int length) {
      if (!ended.isEmpty()) {
        return;
      }
      switch (reader.feed(octets, offset, length)) {
        case ReplyReader.Incomplete _ -> {}
        case ReplyReader.Complete(Reply reply, int consumed) -> {
          BrokenClaim.unless(consumed > 0 && consumed <= length, "a reply takes octets");
          BrokenClaim.unless(
              reply.lines().size() <= ReadingLimits.STANDARD.lines(), "lines have a limit");
          requireAbout(Answer.of(POLICY, reply));
          requireAbout(Answer.of(KEY, reply));
          ended = reply.toString();
        }
        case ReplyReader.TooMuch(ReplyReader.Limit limit) -> ended = limit.name();
        case ReplyReader.Defective(var defect) -> ended = defect.name();
      }
    }

    private static void requireAbout(Answer answer) {
      BrokenClaim.unless(
          answer.stated().filter(stated -> !stated.domain().equals(DOMAIN)).isEmpty(),
          "an answer is about what was asked");
    }
  }
}
