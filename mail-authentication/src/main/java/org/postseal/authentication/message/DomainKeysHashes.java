package org.postseal.authentication.message;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.Tag;
import org.postseal.authentication.taglist.TagList;

/**
 * The digests of all DomainKey-Signature fields of a message: each of its selected header fields,
 * the empty line and the body (RFC 4870 §3.4). The empty line is left out with an empty body.
 */
final class DomainKeysHashes {
  private final List<Hash> hashes = new ArrayList<>();
  private final CanonicalBody simple = new SimpleBody(SimpleBody.Empty.NOTHING);
  private final CanonicalBody nofws = new NofwsBody();

  /** One digest in the making. */
  private record Hash(int fieldIndex, MessageDigest digest) {}

  void begin(HeaderSection section, DigestLimits limits) {
    section.fieldsNamed("domainkey-signature").stream()
        .limit(Math.min(limits.signatures(), DomainKeysSelection.MOST_SIGNATURES))
        .forEach(field -> begin(section, field));
  }

  private void begin(HeaderSection section, HeaderField field) {
    if (TagList.parse(field.source(), field.valueStart(), field.end())
        instanceof ParsedTagList.WellFormed(TagList tags)) {
      begin(section, field, tags);
    }
  }

  private void begin(HeaderSection section, HeaderField field, TagList tags) {
    Optional<String> c = tags.find("c").map(Tag::text);
    boolean isNofws = c.filter("nofws"::equalsIgnoreCase).isPresent();
    if (!isNofws && c.filter("simple"::equalsIgnoreCase).isEmpty()) {
      return;
    }
    var hash = new Hash(field.index(), HashAlgorithm.SHA1.newDigest());
    for (HeaderField selected : DomainKeysSelection.of(section, field, tags)) {
      hashField(selected, isNofws, hash.digest());
    }
    hashes.add(hash);
    (isNofws ? nofws : simple).add(new AfterEmptyLine(hash.digest()));
  }

  /** RFC 4870 §3.4.2.1: fields as they are; §3.4.2.2: unfolded and without any white space. */
  private static void hashField(HeaderField field, boolean isNofws, MessageDigest digest) {
    byte[] source = field.source();
    if (isNofws) {
      byte[] kept = new byte[field.end() - field.start()];
      int length = 0;
      for (int i = field.start(); i < field.end(); i++) {
        if (!DomainKeysSelection.isFws(source[i])) {
          kept[length++] = source[i];
        }
      }
      digest.update(kept, 0, length);
    } else {
      digest.update(source, field.start(), field.end() - field.start());
    }
    digest.update((byte) '\r');
    digest.update((byte) '\n');
  }

  void update(byte[] octets, int from, int to) {
    if (!hashes.isEmpty()) {
      simple.update(octets, from, to);
      nofws.update(octets, from, to);
    }
  }

  List<DomainKeysDigest> finish() {
    if (hashes.isEmpty()) {
      return List.of();
    }
    simple.finish();
    nofws.finish();
    return hashes.stream()
        .map(hash -> new DomainKeysDigest(hash.fieldIndex(), hash.digest().digest()))
        .toList();
  }

  /** Puts the empty line before the first octet of a body. */
  private static final class AfterEmptyLine implements CanonicalBody.Sink {
    private final MessageDigest digest;
    private boolean begun;

    AfterEmptyLine(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    public void update(byte[] octets, int offset, int length) {
      if (!begun) {
        begun = true;
        digest.update((byte) '\r');
        digest.update((byte) '\n');
      }
      digest.update(octets, offset, length);
    }
  }
}
