package org.postseal.fuzzing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postseal.authentication.dmarc.DmarcLimits;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.DmarcVerifier;
import org.postseal.authentication.dmarc.Identifiers;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;

/**
 * Answers of a hostile DNS, an author domain, and authenticated domains with commas between: walks
 * of at most eight questions, a pass only for who is aligned, and records that are the same when
 * written again.
 */
final class DmarcAttack implements Attack {
  private static final int WALK = 8;

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 3);
    for (String line : parts.text(0).split("\n", -1)) {
      if (DmarcRecord.isDmarc(line)) {
        requireSameWhenWritten(DmarcRecord.parse(line));
      }
    }
    Optional<DomainName> author = DomainName.parse(parts.text(1));
    if (author.isEmpty()) {
      return;
    }
    var domains = new ArrayList<DomainName>();
    for (String text : parts.text(2).split(",", -1)) {
      DomainName.parse(text).ifPresent(domains::add);
    }
    var identifiers = new Identifiers(domains, domains.stream().findFirst(), domains);
    var dns = new HostileDns(parts.text(0));
    DmarcResult result = verify(dns, author.get(), identifiers);
    int walks = 1 + identifiers.dkim().size();
    BrokenClaim.unless(
        dns.questions() <= WALK * walks + 1, "no more questions than walks have steps");
    BrokenClaim.unlessEqual(result.authorDomain(), author, "the author domain is the author's");
    result.outcome().why().ifPresent(why -> BrokenClaim.unlessAscii(why, "a reason"));
    requireAlignment(result, author.get(), domains);
    BrokenClaim.unlessEqual(
        verify(new HostileDns(parts.text(0)), author.get(), identifiers),
        result,
        "the same a second time");
  }

  private static DmarcResult verify(HostileDns dns, DomainName author, Identifiers identifiers) {
    return new DmarcVerifier(dns, DmarcLimits.DEFAULT).verify(new Author.One(author), identifiers);
  }

  private static void requireAlignment(
      DmarcResult result, DomainName author, List<DomainName> domains) {
    if (!(result.outcome() instanceof DmarcOutcome.Pass)) {
      return;
    }
    DomainName aligned =
        result.alignment().dkim().or(() -> result.alignment().spf()).orElse(DomainName.ROOT);
    BrokenClaim.unless(domains.contains(aligned), "who passes was authenticated");
    BrokenClaim.unless(
        aligned.labels().getLast().equals(author.labels().getLast()), "who passes is related");
  }

  private static void requireSameWhenWritten(DmarcRecord record) {
    var tags = record.tags().entrySet().stream().filter(tag -> !tag.getKey().equals("v")).toList();
    String written =
        "v=DMARC1; "
            + tags.stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining("; "));
    BrokenClaim.unless(DmarcRecord.isDmarc(written), "what is written is a record");
    DmarcRecord again = DmarcRecord.parse(written);
    BrokenClaim.unless(
        again.tags().equals(record.tags())
            && again.p().equals(record.p())
            && again.sp().equals(record.sp())
            && again.np().equals(record.np())
            && again.rua().equals(record.rua())
            && again.ignored().isEmpty(),
        "written and read again");
  }
}
