package org.postseal.authentication.dns;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.HangulSyllableType;
import com.ibm.icu.lang.UCharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;

/**
 * Which characters a U-label may hold: the derived property of RFC 5892 §3, computed from the
 * Unicode version of ICU as §5.1 there has it. Whether the context of a CONTEXTJ or CONTEXTO
 * character is right is another question, which UTS 46 answers.
 */
final class CodePoints {
  private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();

  /** A bit for each general category among Ll, Lu, Lo, Nd, Lm, Mn and Mc. */
  private static final int LETTER_DIGITS =
      1 << UCharacterCategory.LOWERCASE_LETTER
          | 1 << UCharacterCategory.UPPERCASE_LETTER
          | 1 << UCharacterCategory.OTHER_LETTER
          | 1 << UCharacterCategory.DECIMAL_DIGIT_NUMBER
          | 1 << UCharacterCategory.MODIFIER_LETTER
          | 1 << UCharacterCategory.NON_SPACING_MARK
          | 1 << UCharacterCategory.COMBINING_SPACING_MARK;

  private CodePoints() {}

  /** PVALID, CONTEXTJ or CONTEXTO; or the dot or the underscore between and before labels. */
  static boolean isPermitted(int c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    }
    return switch (c) {
      // RFC 5892 §2.6: sharp s, final sigma, Sindhi and Tibetan signs, the ideographic zero
      case 0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007 -> true;
      // §2.6, CONTEXTO: middle dots, keraia, geresh, gershayim, digits of Arabic
      case 0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB -> true;
      // §2.8, CONTEXTJ: ZERO WIDTH NON-JOINER and JOINER
      case 0x200C, 0x200D -> true;
      // §2.6, DISALLOWED: tatweel, NKo lajanyalan, tone marks and vertical iteration marks
      case 0x0640, 0x07FA, 0x302E, 0x302F, 0x303B -> false;
      case 0x3031, 0x3032, 0x3033, 0x3034, 0x3035 -> false;
      default -> isLetterOrDigit(c) && isStable(c) && !isIgnorable(c) && !isOldHangul(c);
    };
  }

  /** RFC 5892 §2.1 LetterDigits; an unassigned code point (§2.10) is none of these. */
  private static boolean isLetterOrDigit(int c) {
    return (LETTER_DIGITS >> UCharacter.getType(c) & 1) == 1;
  }

  /** RFC 5892 §2.2 Unstable: what folding and compatibility make another character of. */
  private static boolean isStable(int c) {
    return NFKC_CASEFOLD.isNormalized(Character.toString(c));
  }

  /** RFC 5892 §2.3 IgnorableProperties and §2.4 IgnorableBlocks. */
  private static boolean isIgnorable(int c) {
    return UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        || isWithin(c, 0x20D0, 0x20FF) // Combining Diacritical Marks for Symbols
        || isWithin(c, 0x1D100, 0x1D24F); // Musical Symbols, Ancient Greek Musical Notation
  }

  /** RFC 5892 §2.9 OldHangulJamo. */
  private static boolean isOldHangul(int c) {
    return switch (UCharacter.getIntPropertyValue(c, UProperty.HANGUL_SYLLABLE_TYPE)) {
      case HangulSyllableType.LEADING_JAMO,
          HangulSyllableType.VOWEL_JAMO,
          HangulSyllableType.TRAILING_JAMO ->
          true;
      default -> false;
    };
  }

  private static boolean isWithin(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
