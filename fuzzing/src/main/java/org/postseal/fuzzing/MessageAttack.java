package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderCanonicalization;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/**
 * A whole message: the digests do not depend on the pieces it came in and are those of a body
 * canonicalized in the plainest way; header fields lie where they say.
 */
final class MessageAttack implements Attack {
  private static final DigestLimits NARROW = new DigestLimits(128, 6, 2);
  private static final int SHORT = 1024;

  @Override
  public void with(byte[] octets) {
    for (DigestLimits limits : List.of(DigestLimits.DEFAULT, NARROW)) {
      DigestedMessage whole = digested(octets, limits, 0);
      requireSame(whole, digested(octets, limits, -1));
      if (octets.length <= SHORT) {
        requireSame(whole, digested(octets, limits, 1));
      }
      requirePlain(octets, whole);
      requireFields(HeaderSection.parse(whole.headerSection()));
    }
  }

  /** In one piece (0), in pieces of some length, or in random pieces (-1). */
  private static DigestedMessage digested(byte[] octets, DigestLimits limits, int piece) {
    var digester = MessageDigester.forSealing(limits);
    if (piece < 0) {
      Chunks.feed(octets, digester::update);
    } else if (piece == 0) {
      digester.update(octets, 0, octets.length);
    } else {
      for (int at = 0; at < octets.length; at += piece) {
        digester.update(octets, at, Math.min(piece, octets.length - at));
      }
    }
    return digester.finish();
  }

  private static void requireSame(DigestedMessage one, DigestedMessage other) {
    BrokenClaim.unlessEqual(
        List.of(one.bodyDigests(), one.domainKeysDigests(), one.size(), one.defect()),
        List.of(other.bodyDigests(), other.domainKeysDigests(), other.size(), other.defect()),
        "pieces do not matter");
    BrokenClaim.unless(
        Arrays.equals(one.headerSection(), other.headerSection()),
        "pieces do not matter to the header section");
  }

  private static void requirePlain(byte[] octets, DigestedMessage message) {
    BrokenClaim.unless(message.size() == octets.length, "all octets are counted");
    BrokenClaim.unless(
        message.truncated() == message.bodyDigests().isEmpty(),
        "there are digests unless a limit was met");
    byte[] body = PlainBody.of(octets);
    for (BodyDigest digest : message.bodyDigests()) {
      byte[] canonical = PlainBody.canonical(body, digest.spec().canonicalization());
      BrokenClaim.unless(digest.canonicalLength() == canonical.length, "lengths are the same");
      int covered = (int) Math.min(digest.spec().length().orElse(Long.MAX_VALUE), canonical.length);
      var plain = digest.spec().algorithm().newDigest();
      plain.update(canonical, 0, covered);
      BrokenClaim.unless(
          Arrays.equals(plain.digest(), digest.hash()), "the digest is that of the plain way");
    }
  }

  private static void requireFields(HeaderSection section) {
    int at = 0;
    for (HeaderField field : section.fields()) {
      BrokenClaim.unless(
          field.start() >= at
              && field.colon() > field.start()
              && field.end() > field.colon()
              && field.endWithLineEnd() >= field.end()
              && field.endWithLineEnd() <= section.octets().length,
          "fields lie behind one another");
      at = field.endWithLineEnd();
      requireRelaxedOnce(field);
    }
    BrokenClaim.unless(
        Arrays.equals(section.octetsWithout(List.of()), section.octets()),
        "nothing is lost where nothing is removed");
    requireNothingIsSwallowed(section);
    var without = HeaderSection.parse(section.octetsWithout(section.fields()));
    BrokenClaim.unless(without.fields().isEmpty(), "all fields can be removed");
  }

  /** A field put on top of what is not ambiguous stays as it is, and so do those below. */
  private static void requireNothingIsSwallowed(HeaderSection section) {
    if (section.defect().filter(ContentDefect::isAmbiguous).isPresent()) {
      return;
    }
    byte[] ours = "Ours: yes\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] octets = Arrays.copyOf(ours, ours.length + section.octets().length);
    System.arraycopy(section.octets(), 0, octets, ours.length, section.octets().length);
    HeaderSection prepended = HeaderSection.parse(octets);
    BrokenClaim.unlessEqual(
        "Ours: yes", prepended.fields().getFirst().toString(), "a field put on top is all it was");
    BrokenClaim.unlessEqual(
        section.fields().stream().map(HeaderField::toString).toList(),
        prepended.fields().stream().skip(1).map(HeaderField::toString).toList(),
        "the fields below are all they were");
  }

  /** What is canonical already stays as it is. */
  private static void requireRelaxedOnce(HeaderField field) {
    byte[] once = relaxed(field);
    List<HeaderField> fields = HeaderSection.parse(once).fields();
    BrokenClaim.unless(
        fields.size() == 1 && Arrays.equals(relaxed(fields.getFirst()), once),
        "a relaxed field relaxed is the same");
  }

  private static byte[] relaxed(HeaderField field) {
    byte[] target = new byte[HeaderCanonicalization.maxLength(field)];
    int end = HeaderCanonicalization.write(Canonicalization.RELAXED, field, target, 0);
    return Arrays.copyOf(target, end);
  }
}
