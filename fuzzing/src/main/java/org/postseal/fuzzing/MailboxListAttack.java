package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.Mailbox;
import org.postseal.authentication.message.MailboxList;

/** The value of a From field: one author domain, several or a reason, and never two answers. */
final class MailboxListAttack implements Attack {
  @Override
  public void with(byte[] octets) {
    String value = new String(octets, StandardCharsets.ISO_8859_1);
    List<Mailbox> mailboxes = MailboxList.read(value);
    HeaderSection section = HeaderSection.parse("From:" + value);
    Author author = Author.of(section);
    requireAtSigns(value, author);
    if (section.fieldsNamed("from").size() == 1
        && section.fieldsNamed("from").getFirst().value().equals(value)) {
      requireOneAnswer(author, mailboxes);
    }
    for (HeaderField field : section.fieldsNamed("from")) {
      Author.mailboxes(field);
    }
  }

  /** However it is read, a mailbox has an at sign, or an encoded word that may hold one. */
  private static void requireAtSigns(String value, Author author) {
    boolean some = value.indexOf('@') >= 0 || value.contains("=?");
    BrokenClaim.unless(
        some || !(author instanceof Author.One || author instanceof Author.Several),
        "nobody is named without an at sign");
  }

  private static void requireOneAnswer(Author author, List<Mailbox> mailboxes) {
    List<DomainName> domains = mailboxes.stream().map(Mailbox::domain).distinct().toList();
    switch (author) {
      case Author.One(var domain) -> {
        BrokenClaim.unlessEqual(List.of(domain), domains, "the author is who stands there");
        BrokenClaim.unlessEqual(
            Author.of(HeaderSection.parse("From: a@" + domain + "\r\n")),
            author,
            "the domain written alone is the same author");
      }
      case Author.Several(var several) -> {
        BrokenClaim.unless(several.size() > 1, "several are two or more");
        BrokenClaim.unlessEqual(several, domains, "the authors are who stand there");
      }
      case Author.None _, Author.Malformed _ ->
          BrokenClaim.unless(mailboxes.isEmpty(), "where there is no author there is no mailbox");
      case Author.Repeated _ -> BrokenClaim.unless(false, "one field is not several");
    }
  }
}
