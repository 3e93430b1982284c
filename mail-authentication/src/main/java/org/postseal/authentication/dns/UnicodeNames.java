package org.postseal.authentication.dns;

import com.ibm.icu.text.IDNA;
import java.util.Optional;

/**
 * Names with U-labels (RFC 5890 §2.3.2.1) as A-labels: IDNA 2008, with the mapping that readers of
 * mail make before it (UTS 46, nontransitional), so that a name means here what it means to whoever
 * sees it. A class of its own, loaded with ICU and its data when the first such name comes.
 *
 * <p>Checked, beyond what UTS 46 checks: every character is one that RFC 5892 permits (so no emoji
 * and no other symbol), and the contextual rules for middle dots and the like (RFC 5892 A.3 to
 * A.9), which RFC 5891 §5.4 leaves to whoever looks a name up. The Bidi rule (RFC 5893) holds for
 * all labels of a name that has one written from right to left.
 */
final class UnicodeNames {
  /** Underscores may stand in names; {@link DomainName} says which ASCII a label may hold. */
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  private UnicodeNames() {}

  /**
   * The name in A-labels, in lower case.
   *
   * @param name with at least one character beyond ASCII
   * @return empty if one of its labels is no U-label, even once it is mapped
   */
  static Optional<String> toAscii(String name) {
    var info = new IDNA.Info();
    var unicode = UTS46.nameToUnicode(name, new StringBuilder(), info);
    if (info.hasErrors() || !unicode.codePoints().allMatch(CodePoints::isPermitted)) {
      return Optional.empty();
    }
    var asciiInfo = new IDNA.Info();
    var ascii = UTS46.nameToASCII(name, new StringBuilder(), asciiInfo);
    return asciiInfo.hasErrors() ? Optional.empty() : Optional.of(ascii.toString());
  }
}
