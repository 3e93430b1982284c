package org.postseal.ingress.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.MailDomain;
import org.postseal.smtp.path.Mailbox;

/** Who could not be delivered to is told so at RCPT. */
class MailboxNameTest {

  @ParameterizedTest
  @CsvSource({"b, 64, true", "b, 255, true", "b, 256, false", "ä, 32, true", "ä, 42, true"})
  void whatMakesAFileName(String letter, int times, boolean fits) {
    assertThat(MailboxName.fits(letter.repeat(times))).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"ä, 43", "ä, 100", "!, 86", "Ⱥ, 32"})
  void whatWouldBeTooLongOnceWritten(String letter, int times) {
    assertThat(MailboxName.fits(letter.repeat(times))).isFalse();
  }

  @Test
  void oneHundredUmlautsAreRefusedWhoeverTheUserIs() {
    LocalDomains domains =
        new LocalDomains() {
          @Override
          public Optional<LocalDomain> find(String name) {
            return Optional.of(new LocalDomain(name, "", new LocalDomain.Users.Everybody()));
          }

          @Override
          public boolean isComplete() {
            return true;
          }
        };
    var recipients = new MxRecipients(domains, "gw.example", MxRecipients.Unlisted.TAKEN, "");
    var mailbox = new Mailbox("ä".repeat(100), new MailDomain.Name("dest.example"));

    assertThat(recipients.judge(new ForwardPath.Recipient(mailbox)))
        .isEqualTo(new MxRecipients.Outcome.NoMailboxName());
  }
}
