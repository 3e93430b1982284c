package org.postseal.signer.signing;

import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dkim.RepeatedFields;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.ReplyLine;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures.Outcome;

/** Whether a submission may be signed at all, and for whom. Pure. */
final class Submission {
  private Submission() {}

  /** What the check found. */
  sealed interface Checked {
    /** To be signed for the domain of its authors. */
    record Signable(DomainName author, HeaderSection section, BodyDigest bodyDigest)
        implements Checked {}

    /** Not to be sent like this. */
    record Unacceptable(Outcome.Refused refusal) implements Checked {}
  }

  /**
   * What a verifier would not take for signed is not signed: a field that may stand once and stands
   * more often (RFC 5322 §3.6). RFC 6409 §6.1: RFC5321.MailFrom and RFC5322.From are the account's
   * own, and so is whoever sent the message, or sent it again. A null reverse-path names nobody and
   * is everybody's (RFC 5321 §4.5.5).
   */
  static Checked check(SignQuestion question) throws MalformedRecordException {
    var defect = question.message().defect();
    if (question.message().truncated() && defect.isPresent()) {
      return unacceptable("5.6.0", defect.get().reason(), "content-limit");
    }
    var identities = new Identities(question.identities());
    var envelope = question.envelope();
    if (!envelope.isNullReversePath() && !identities.cover(envelope.reversePath())) {
      return unacceptable(
          "5.7.1", "this account may not use that reverse-path", "reverse-path-identity");
    }
    var section = HeaderSection.parse(question.message().headerSection());
    if (section.defect().filter(ContentDefect::isAmbiguous).isPresent()) {
      return unacceptable("5.6.0", section.defect().get().reason(), "header-malformed");
    }
    return switch (Author.of(section)) {
      case Author.One(var domain) -> {
        if (!identities.coverAll(section.fieldsNamed("from"))) {
          yield unacceptable("5.7.1", "this account may not write as that author", "from-identity");
        }
        if (!coversSenders(identities, section)) {
          yield unacceptable(
              "5.7.1", "this account may not send as that sender", "sender-identity");
        }
        var repeated = RepeatedFields.firstOf(section);
        yield repeated.isPresent()
            ? unacceptable(
                "5.6.0", "there is more than one " + repeated.get() + " field", "field-repeated")
            : new Checked.Signable(domain, section, bodyDigest(question));
      }
      case Author.Several _ ->
          unacceptable("5.7.1", "From names authors of several domains", "from-several");
      case Author.None _ -> unacceptable("5.6.0", "From is absent or names nobody", "from-absent");
      case Author.Repeated _ ->
          unacceptable("5.6.0", "there are several From fields", "from-repeated");
      case Author.Malformed _ ->
          unacceptable("5.6.0", "From is no list of mailboxes with a domain", "from-malformed");
    };
  }

  /** RFC 5322 §3.6.2 and §3.6.6: who sent it, and who sent it again. */
  private static boolean coversSenders(Identities identities, HeaderSection section) {
    return Stream.of("sender", "resent-from", "resent-sender")
        .map(section::fieldsNamed)
        .allMatch(identities::coverAll);
  }

  private static BodyDigest bodyDigest(SignQuestion question) throws MalformedRecordException {
    Optional<BodyDigest> digest =
        question.message().bodyDigests().stream()
            .filter(one -> one.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
            .findFirst();
    return digest.orElseThrow(
        () -> new MalformedRecordException("no body digest of the kind that we sign"));
  }

  private static Checked unacceptable(String enhancedStatusCode, String text, String rule) {
    return new Checked.Unacceptable(refused(enhancedStatusCode, text, rule));
  }

  /** A permanent refusal that names its rule to whoever reads it. */
  static Outcome.Refused refused(String enhancedStatusCode, String text, String rule) {
    var reply = new ReplyLine(550, enhancedStatusCode, text + " (rule " + rule + ")");
    return new Outcome.Refused(reply, rule);
  }
}
