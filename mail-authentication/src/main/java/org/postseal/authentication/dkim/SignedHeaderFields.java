package org.postseal.authentication.dkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.HeaderCanonicalization;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * The octets that a signature is made over: the header fields that {@code h=} selects, then the
 * signature field itself without the value of its {@code b=} (RFC 6376 §3.7).
 */
public final class SignedHeaderFields {
  private SignedHeaderFields() {}

  /**
   * RFC 6376 §5.4.2: each name takes the lowest field of that name not yet taken; a name with no
   * field left contributes nothing at all.
   *
   * @param excludedIndex the signature field itself, which was not there when the Signer chose; -1
   *     when signing
   */
  public static List<HeaderField> select(
      HeaderSection section, List<String> names, int excludedIndex) {
    Map<String, Integer> notYetTaken = new HashMap<>();
    var selected = new ArrayList<HeaderField>();
    for (String name : names) {
      List<HeaderField> sameName = section.fieldsNamed(name);
      int at = notYetTaken.getOrDefault(name, sameName.size()) - 1;
      if (at >= 0 && sameName.get(at).index() == excludedIndex) {
        at--;
      }
      notYetTaken.put(name, Math.max(at, 0));
      if (at >= 0) {
        selected.add(sameName.get(at));
      }
    }
    return selected;
  }

  /** All fields canonical, the last without its final CRLF. */
  public static byte[] octets(
      Canonicalization how, List<HeaderField> selected, HeaderField signatureWithoutValue) {
    int most = HeaderCanonicalization.maxLength(signatureWithoutValue);
    for (HeaderField field : selected) {
      most += HeaderCanonicalization.maxLength(field);
    }
    byte[] octets = new byte[most];
    int length = 0;
    for (HeaderField field : selected) {
      length = HeaderCanonicalization.write(how, field, octets, length);
    }
    length = HeaderCanonicalization.write(how, signatureWithoutValue, octets, length);
    return Arrays.copyOf(octets, length - 2);
  }
}
