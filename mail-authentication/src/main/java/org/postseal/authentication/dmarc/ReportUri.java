package org.postseal.authentication.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a domain owner wants reports, RFC 9989 §4.7; nothing here proves the target agrees. */
public record ReportUri(URI uri) {
  /** So many are looked at; RFC 9990 §3.5.1 lets a reporter set a limit. */
  static final int MAX = 32;

  /**
   * <pre>
   * dmarc-urilist = dmarc-uri *( *WSP "," *WSP dmarc-uri )
   * </pre>
   *
   * What is no URI is left out.
   */
  static List<ReportUri> list(String value) {
    var uris = new ArrayList<ReportUri>();
    for (String piece : value.split(",", MAX + 1)) {
      if (uris.size() < MAX) {
        parse(piece.strip()).ifPresent(uris::add);
      }
    }
    return uris;
  }

  /** {@code dmarc-uri = URI}; the obsolete size behind an exclamation mark is ignored. */
  private static Optional<ReportUri> parse(String text) {
    int mark = text.lastIndexOf('!');
    try {
      var uri = new URI(mark < 0 ? text : text.substring(0, mark));
      boolean usable =
          uri.getScheme() != null
              && (!uri.getScheme().equalsIgnoreCase("mailto")
                  || uri.getSchemeSpecificPart().indexOf('@') > 0);
      return usable ? Optional.of(new ReportUri(uri)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
