package org.postseal.authentication.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.TagList;

/**
 * Takes in the content of one message while it arrives, in any chunks, after transparency was
 * removed. Keeps the header section; hashes the body in each way that somebody asks for; keeps
 * nothing else.
 *
 * <p>Not for several threads. Beyond a limit it stops collecting, and says so in the result.
 */
public final class MessageDigester {
  private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

  private final DigestLimits limits;
  private final Work work;
  private final BodyDigestSpec ownSignature;
  private final Map<Canonicalization, CanonicalBody> bodies = new EnumMap<>(Canonicalization.class);
  private final Map<Canonicalization, Map<HashAlgorithm, BodyHash>> hashes =
      new EnumMap<>(Canonicalization.class);
  private final DomainKeysHashes domainKeys = new DomainKeysHashes();

  private State state = State.HEADER_SECTION;
  private byte[] header = new byte[4096];
  private int headerLength;
  private int headerFields;

  /** How much of CRLF CRLF the octets just seen are; a message begins as if behind a CRLF. */
  private int matched = 2;

  private long size;
  private Optional<ContentDefect> excess = Optional.empty();
  private Optional<ContentDefect> defect = Optional.empty();

  private enum Work {
    VERIFY,
    SIGN,
    VERIFY_AND_SIGN
  }

  private enum State {
    HEADER_SECTION,
    BODY,
    BEYOND_LIMIT
  }

  private MessageDigester(DigestLimits limits, Work work, BodyDigestSpec ownSignature) {
    this.limits = limits;
    this.work = work;
    this.ownSignature = ownSignature;
  }

  /** Makes the digests that the signatures in the header section ask for. */
  public static MessageDigester forVerifying(DigestLimits limits) {
    return new MessageDigester(limits, Work.VERIFY, BodyDigestSpec.OF_OUR_SIGNATURES);
  }

  /** Makes the digests that the ARC sets of the message and the next one of our own need. */
  public static MessageDigester forSealing(DigestLimits limits) {
    return new MessageDigester(limits, Work.VERIFY_AND_SIGN, BodyDigestSpec.OF_OUR_SIGNATURES);
  }

  /** Makes the one digest that our own signatures need: relaxed, SHA-256. */
  public static MessageDigester forSigning(DigestLimits limits) {
    return forSigning(limits, Canonicalization.RELAXED);
  }

  /** Makes the one digest that a signature of our own with that body canonicalization needs. */
  public static MessageDigester forSigning(DigestLimits limits, Canonicalization body) {
    return new MessageDigester(
        limits, Work.SIGN, new BodyDigestSpec(body, HashAlgorithm.SHA256, OptionalLong.empty()));
  }

  /** Takes in the next octets. They are not kept. */
  public void update(byte[] octets, int offset, int length) {
    size += length;
    int at = offset;
    int end = offset + length;
    if (state == State.HEADER_SECTION) {
      at = collectHeader(octets, at, end);
    }
    if (state == State.BODY && at < end) {
      for (CanonicalBody body : bodies.values()) {
        body.update(octets, at, end);
      }
      domainKeys.update(octets, at, end);
    }
  }

  /** Ends the message. The digester is used up after this. */
  public DigestedMessage finish() {
    if (state == State.HEADER_SECTION) {
      headerEnds(headerLength);
    }
    var digests = new ArrayList<BodyDigest>();
    List<DomainKeysDigest> ofDomainKeys = List.of();
    if (excess.isEmpty()) {
      bodies.forEach(
          (canonicalization, body) -> {
            long length = body.finish();
            hashes
                .getOrDefault(canonicalization, Map.of())
                .values()
                .forEach(hash -> digests.addAll(hash.finish(length)));
          });
      ofDomainKeys = domainKeys.finish();
    }
    return new DigestedMessage(
        Arrays.copyOf(header, headerLength),
        digests,
        ofDomainKeys,
        size,
        excess.isPresent() ? excess : defect);
  }

  /** Returns the offset where the body begins, or {@code to}. */
  private int collectHeader(byte[] octets, int from, int to) {
    int at = from;
    int most = from + limits.headerSectionOctets() + 2 - headerLength;
    while (at < to) {
      if (matched == 0 && at < most) {
        at = OctetScan.nextCarriageReturn(octets, at, Math.min(to, most));
        if (at == to) {
          break;
        }
      }
      byte octet = octets[at];
      if (matched == 2 && octet != '\r' && !HeaderSection.isWsp(octet)) {
        headerFields++;
        if (headerFields > limits.headerFields()) {
          return giveUp(ContentDefect.TOO_MANY_HEADER_FIELDS, octets, from, at, to);
        }
      }
      at++;
      matched = octet == EMPTY_LINE[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
      if (at > most) {
        return giveUp(ContentDefect.HEADER_SECTION_TOO_LARGE, octets, from, at - 1, to);
      }
      if (matched == EMPTY_LINE.length) {
        append(octets, from, at);
        headerEnds(headerLength - 2);
        return at;
      }
    }
    append(octets, from, at);
    return to;
  }

  private int giveUp(ContentDefect why, byte[] octets, int from, int at, int to) {
    append(octets, from, at);
    excess = Optional.of(why);
    state = State.BEYOND_LIMIT;
    return to;
  }

  private void append(byte[] octets, int from, int to) {
    int count = to - from;
    if (headerLength + count > header.length) {
      header = Arrays.copyOf(header, Math.max(header.length * 2, headerLength + count));
    }
    System.arraycopy(octets, from, header, headerLength, count);
    headerLength += count;
  }

  private void headerEnds(int length) {
    headerLength = length;
    state = State.BODY;
    var section = HeaderSection.parse(Arrays.copyOf(header, headerLength));
    defect = section.defect();
    Set<BodyDigestSpec> wanted = new LinkedHashSet<>();
    if (work != Work.SIGN) {
      wanted.addAll(specsAskedBy(section));
      domainKeys.begin(section, limits);
    }
    if (work != Work.VERIFY) {
      wanted.add(ownSignature);
    }
    for (BodyDigestSpec spec : wanted) {
      hashes
          .computeIfAbsent(spec.canonicalization(), _ -> new EnumMap<>(HashAlgorithm.class))
          .computeIfAbsent(spec.algorithm(), _ -> begun(spec))
          .add(spec);
    }
  }

  /** However many lengths are asked for, the body is canonicalized and hashed once in each way. */
  private BodyHash begun(BodyDigestSpec spec) {
    var hash = new BodyHash(spec.algorithm());
    bodies.computeIfAbsent(spec.canonicalization(), CanonicalBody::of).add(hash);
    return hash;
  }

  private Set<BodyDigestSpec> specsAskedBy(HeaderSection section) {
    Set<BodyDigestSpec> specs = new LinkedHashSet<>();
    int dkim = 0;
    int arc = 0;
    for (HeaderField field : section.fields()) {
      boolean isDkim = field.isNamed("dkim-signature") && ++dkim <= limits.signatures();
      boolean isArc = field.isNamed("arc-message-signature") && ++arc <= limits.signatures();
      if ((isDkim || isArc)
          && TagList.parse(field.source(), field.valueStart(), field.end(), limits.tags())
              instanceof ParsedTagList.WellFormed(TagList tags)) {
        BodyDigestSpec.askedBy(
                tags, isDkim ? Canonicalization.SIMPLE : BodyDigestSpec.UNSAID_IN_ARC)
            .ifPresent(specs::add);
      }
    }
    return specs;
  }
}
