package org.postseal.relay.maildir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.route.Route;

/**
 * Which directory is a recipient's. A local-part is a stranger's text: in a path it may spell only
 * one file name, never a way elsewhere.
 *
 * <p>Letters become lower case, as every mail store does it although RFC 5321 §2.4 would let case
 * matter. Octets beyond letters, digits and {@code _ + = - .} are written as {@code %XX}, so are
 * dots at the beginning and the percent sign itself: two local-parts never share a directory.
 */
final class MailboxPath {
  private static final int MAX_FILE_NAME = 255;

  private MailboxPath() {}

  /** The Maildir, or nothing if the name would be too long for a file. */
  static Optional<Path> of(Route.Maildir route, Recipient recipient) {
    var localPart = fileName(recipient.localPart());
    var domain = fileName(recipient.domain());
    if (localPart.length() > MAX_FILE_NAME || domain.length() > MAX_FILE_NAME) {
      return Optional.empty();
    }
    return Optional.of(
        Path.of(route.template().replace("{domain}", domain).replace("{local-part}", localPart)));
  }

  private static String fileName(String text) {
    if (text.isEmpty()) {
      return "%";
    }
    var name = new StringBuilder(text.length());
    for (byte octet : text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (isPlain(c) || (c == '.' && !name.isEmpty())) {
        name.append(c);
      } else {
        name.append(String.format("%%%02x", (int) c));
      }
    }
    return name.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '+'
        || c == '='
        || c == '-';
  }
}
