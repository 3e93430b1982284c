package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/** Names in UTF-8: what is read as one is in normal form, and stays the same read again. */
final class DomainNameAttack implements Attack {
  @Override
  public void with(byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    Optional<DomainName> name = DomainName.parse(text);
    BrokenClaim.unlessEqual(
        DomainName.parseOctets(new String(octets, StandardCharsets.ISO_8859_1)),
        name,
        "octets are UTF-8");
    name.ifPresent(DomainNameAttack::requireNormal);
    name.ifPresent(
        found ->
            BrokenClaim.unlessEqual(
                DomainName.parse(found.ascii()), name, "a name read again is the same"));
    // Java needs squared time for the capitals of a long text of ß; the claim is about ASCII
    BrokenClaim.unless(
        name.isEmpty()
            || !isAscii(text)
            || DomainName.parse(text.toUpperCase(Locale.ROOT)).isPresent(),
        "case does not matter");
    Selector.parse(text)
        .ifPresent(
            selector ->
                BrokenClaim.unless(name.isPresent(), "a selector is a name, unlike " + selector));
    DomainName.queryable(text).ifPresent(DomainNameAttack::requireNormal);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static void requireNormal(DomainName name) {
    BrokenClaim.unless(name.ascii().length() <= DomainName.MAX_NAME, "a name is short enough");
    BrokenClaim.unless(
        name.ascii().chars().allMatch(c -> c >= ' ' && c < 127), "a name is printable ASCII");
    BrokenClaim.unlessEqual(
        String.join(".", name.labels()), name.ascii(), "labels with dots between are the name");
    for (String label : name.labels()) {
      BrokenClaim.unless(
          !label.isEmpty() && label.length() <= DomainName.MAX_LABEL, "a label has a length");
    }
    name.parent()
        .ifPresent(
            parent ->
                BrokenClaim.unless(
                    name.isSubdomainOf(parent)
                        && !parent.isSubdomainOf(name)
                        && name.isSameOrSubdomainOf(parent),
                    "a name is below its parent"));
    name.prefixedWith("_dmarc")
        .ifPresent(
            longer -> BrokenClaim.unless(longer.isSubdomainOf(name), "a prefix makes a subdomain"));
  }
}
