package org.postseal.registry.key;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.function.Predicate;
import org.postseal.authentication.dkim.Selector;

/**
 * Selectors for operators who have no wish of their own: quarter, key type and a number, such as
 * {@code 2026q4-rsa1} (M3AAWG DKIM Key Rotation BCP: a date tells how old a key is).
 */
public final class SelectorNames {

  private SelectorNames() {}

  /** The first such selector that was never used. */
  public static Selector next(Instant now, KeyAlgorithm algorithm, Predicate<Selector> isUsed) {
    var date = now.atZone(ZoneOffset.UTC);
    var prefix =
        "%dq%d-%s"
            .formatted(date.getYear(), date.get(IsoFields.QUARTER_OF_YEAR), abbreviated(algorithm));
    for (int number = 1; ; number++) {
      var selector = new Selector(prefix + number);
      if (!isUsed.test(selector)) {
        return selector;
      }
    }
  }

  private static String abbreviated(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_2048 -> "rsa";
      case ED25519 -> "ed";
    };
  }
}
