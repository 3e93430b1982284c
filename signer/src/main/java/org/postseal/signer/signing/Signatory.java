package org.postseal.signer.signing;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Function;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signer.keyring.SigningKeys;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.ReplyLine;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures.Outcome;

/** Signs what may be signed, with the keys there are. Never lets unsigned mail of ours pass. */
final class Signatory {
  private static final String CRLF = "\r\n";

  private final Function<DomainName, SigningKeys> keyring;
  private final Function<DomainName, SigningProfile> profiles;
  private final InstantSource clock;

  /** With how signatures of each signing domain look. */
  Signatory(
      Function<DomainName, SigningKeys> keyring,
      Function<DomainName, SigningProfile> profiles,
      InstantSource clock) {
    this.keyring = keyring;
    this.profiles = profiles;
    this.clock = clock;
  }

  Outcome outcome(SignQuestion question) throws MalformedRecordException {
    return switch (Submission.check(question)) {
      case Submission.Checked.Unacceptable(var refusal) -> refusal;
      case Submission.Checked.Signable signable -> sign(signable);
    };
  }

  private Outcome sign(Submission.Checked.Signable signable) {
    return switch (keyring.apply(signable.author())) {
      case SigningKeys.Active active -> sign(signable, active);
      case SigningKeys.NotOurs _ ->
          Submission.refused(
              "5.7.1", signable.author() + " is not a domain we sign for", "not-our-domain");
      case SigningKeys.Missing _ ->
          deferred(signable.author() + " must be signed and has no active key", "no-signing-key");
      case SigningKeys.Unavailable _ ->
          deferred("the signing keys cannot be had now", "could-not-fetch");
    };
  }

  private Outcome sign(Submission.Checked.Signable signable, SigningKeys.Active active) {
    var result =
        DkimSigner.sign(
            signable.section(),
            signable.bodyDigest(),
            active.keys(),
            profiles.apply(active.keys().getFirst().domain()),
            clock.instant());
    return switch (result) {
      case SigningResult.Signed(var fields) ->
          new Outcome.Signed(
              (String.join(CRLF, fields) + CRLF).getBytes(StandardCharsets.US_ASCII));
      case SigningResult.Refused(var reason) ->
          Submission.refused("5.6.0", reason, "cannot-be-signed");
    };
  }

  /** RFC 3463 §3.8: X.7.5, here: the means to sign are not at hand. */
  private static Outcome deferred(String text, String rule) {
    var reply = new ReplyLine(451, "4.7.5", text + " (rule " + rule + ")");
    return new Outcome.Deferred(reply, rule);
  }
}
