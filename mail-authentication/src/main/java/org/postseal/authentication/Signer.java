package org.postseal.authentication;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/**
 * The door of this library for those who have a whole message to sign (RFC 6376 §5). Who gets the
 * content in pieces feeds a {@link MessageDigester} and asks {@link DkimSigner}, as this class
 * does.
 *
 * <p>The content is read once, hashed once however many keys sign, and never kept: a body may have
 * any size. What is kept is the header section, up to {@link DigestLimits}: 256 KiB and 1,000
 * header fields by default. A message beyond these is refused, and so is one in whose header
 * section two readers could see different fields.
 *
 * <p>Blocks while the stream does. Immutable; safe for any number of threads.
 *
 * @see Evaluator the other door
 */
public final class Signer {
  private final List<SigningKey> keys;
  private final SigningProfile profile;
  private final DigestLimits limits;
  private final InstantSource clock;

  private Signer(
      List<SigningKey> keys, SigningProfile profile, DigestLimits limits, InstantSource clock) {
    this.keys = List.copyOf(keys);
    this.profile = profile;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Signs with each of these keys, in the way of {@link SigningProfile#DEFAULT}, by the system's
   * clock. An RSA key and one of Ed25519 together reach every Verifier (RFC 8463 §3).
   */
  public static Signer of(SigningKey key, SigningKey... others) {
    var keys = new ArrayList<SigningKey>();
    keys.add(key);
    keys.addAll(List.of(others));
    return new Signer(keys, SigningProfile.DEFAULT, DigestLimits.DEFAULT, InstantSource.system());
  }

  /** The same with signatures that look otherwise. */
  public Signer as(SigningProfile other) {
    return new Signer(keys, other, limits, clock);
  }

  /** The same with other limits of what is kept of a message. */
  public Signer within(DigestLimits others) {
    return new Signer(keys, profile, others, clock);
  }

  /** The same with another clock, which {@code t=} and {@code x=} are taken from. */
  public Signer by(InstantSource other) {
    return new Signer(keys, profile, limits, other);
  }

  /**
   * The DKIM-Signature fields for one message, or why it cannot be signed.
   *
   * @param content the message as it will be sent: octets, lines ended by CRLF, without SMTP's
   *     transparency (RFC 5321 §4.5.2); read to its end, and left open
   * @throws IOException if the stream does; there is no signature then
   */
  public SigningResult sign(InputStream content) throws IOException {
    var digested = DigestedStream.read(content, MessageDigester.forSigning(limits, profile.body()));
    var defect = digested.defect().filter(found -> found.isLimit() || found.isAmbiguous());
    if (defect.isPresent()) {
      return new SigningResult.Refused(defect.map(ContentDefect::reason).get());
    }
    return DkimSigner.sign(
        HeaderSection.parse(digested.headerSection()),
        digested.bodyDigests().getFirst(),
        keys,
        profile,
        clock.instant());
  }
}
