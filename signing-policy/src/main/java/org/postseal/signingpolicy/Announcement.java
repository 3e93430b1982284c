package org.postseal.signingpolicy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.postseal.smtp.reply.EhloCapabilities;

/**
 * The line of the reply to EHLO: {@code XSIGNPOL V=1 [MAX=octets]}. It means something after
 * STARTTLS only.
 *
 * @param longestReply {@code MAX=}: octets of the longest reply this server has, if it says so; a
 *     client that reads less need not ask
 */
public record Announcement(OptionalInt longestReply) {

  private static final Pattern OCTETS = Pattern.compile("[1-9][0-9]{0,8}");

  /** The keyword line, such as {@code XSIGNPOL V=1 MAX=16384}. */
  public String line() {
    var max = longestReply.isPresent() ? " MAX=" + longestReply.getAsInt() : "";
    return Query.VERB + " V=1" + max;
  }

  /**
   * What a server offers. Empty if it does not offer the extension in version 1; parameters that
   * are not known are passed over, and so is a {@code MAX=} that is no number.
   */
  public static Optional<Announcement> in(EhloCapabilities capabilities) {
    return capabilities.offers(Query.VERB)
        ? of(capabilities.extensions().getOrDefault(Query.VERB, List.of()))
        : Optional.empty();
  }

  private static Optional<Announcement> of(List<String> parameters) {
    if (parameters.stream().noneMatch(word -> word.equalsIgnoreCase("V=1"))) {
      return Optional.empty();
    }
    var max =
        parameters.stream()
            .filter(word -> word.regionMatches(true, 0, "MAX=", 0, 4))
            .map(word -> word.substring(4))
            .filter(word -> OCTETS.matcher(word).matches())
            .mapToInt(Integer::parseInt)
            .findFirst();
    return Optional.of(new Announcement(max));
  }
}
