package org.postseal.ingress.acceptance;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * What others wrote about the way of a message: Received fields, which are counted (RFC 5321 §6.3),
 * and Authentication-Results, which are deleted where they claim to be ours (RFC 8601 §5).
 */
public final class TraceFields {
  private final Set<String> ourNames;

  /**
   * @param ourNames the authserv-ids that only we may write, in lower case
   */
  public TraceFields(Set<String> ourNames) {
    this.ourNames = Set.copyOf(ourNames);
  }

  public int countReceived(HeaderSection section) {
    return section.fieldsNamed("received").size();
  }

  /** What is to be deleted of mail that another server brought. */
  public HeaderEdit removeClaims(HeaderSection section) {
    var deletions = new ArrayList<HeaderEdit.Deletion>();
    for (var field : section.fields()) {
      if (claimsOurName(field)) {
        deletions.add(new HeaderEdit.Deletion(field.start(), field.endWithLineEnd()));
      }
    }
    return deletions.isEmpty() ? HeaderEdit.none() : new HeaderEdit(new byte[0], deletions);
  }

  /**
   * {@code authres-payload = [CFWS] authserv-id [...]} with {@code authserv-id = value}. What
   * cannot be read is taken for a claim: nobody could tell it from ours.
   */
  boolean claimsOurName(HeaderField field) {
    if (!field.isNamed("authentication-results")) {
      return false;
    }
    var words = withoutComments(field.value()).strip();
    if (words.startsWith("\"")) {
      int end = words.indexOf('"', 1);
      return end < 0 || ourNames.contains(words.substring(1, end).toLowerCase(Locale.ROOT));
    }
    int end = 0;
    while (end < words.length() && words.charAt(end) > ' ' && words.charAt(end) != ';') {
      end++;
    }
    return end == 0 || ourNames.contains(words.substring(0, end).toLowerCase(Locale.ROOT));
  }

  private static String withoutComments(String value) {
    var rest = new StringBuilder(value.length());
    int depth = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && depth > 0) {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (depth == 0) {
        rest.append(c);
      }
    }
    return rest.toString();
  }
}
