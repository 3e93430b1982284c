package org.postseal.smtp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.path.PathLimits;
import org.postseal.smtp.path.ReversePath;

class CommandParserTest {
  private static final Mailbox ALICE = Mailbox.parse("alice@example.com").orElseThrow();

  @Test
  void readsEveryVerbInAnyCase() {
    assertThat(parse("EHLO client.example")).isEqualTo(new SmtpCommand.Ehlo("client.example"));
    assertThat(parse("helo [192.0.2.1]")).isEqualTo(new SmtpCommand.Helo("[192.0.2.1]"));
    assertThat(parse("Data")).isEqualTo(new SmtpCommand.Data());
    assertThat(parse("RSET")).isEqualTo(new SmtpCommand.Rset());
    assertThat(parse("NOOP whatever")).isEqualTo(new SmtpCommand.Noop());
    assertThat(parse("quit \t ")).isEqualTo(new SmtpCommand.Quit());
    assertThat(parse("STARTTLS")).isEqualTo(new SmtpCommand.StartTls());
    assertThat(parse("VRFY alice")).isEqualTo(new SmtpCommand.Vrfy("ALICE"));
    assertThat(parse("EXPN staff")).isEqualTo(new SmtpCommand.Expn("STAFF"));
    assertThat(parse("HELP mail")).isEqualTo(new SmtpCommand.Help());
  }

  @Test
  void readsWhoseCommandsArePassedOn() {
    assertThat(parse("XCLIENT ADDR=192.0.2.1 NAME=client.example"))
        .isEqualTo(passedOn(Optional.of(InetAddress.ofLiteral("192.0.2.1"))));
    assertThat(parse("xclient name=[UNAVAILABLE] addr=IPV6:2001+3Adb8::1"))
        .isEqualTo(passedOn(Optional.of(InetAddress.ofLiteral("2001:db8::1"))));
    assertThat(parse("XCLIENT ADDR=[TEMPUNAVAIL]")).isEqualTo(passedOn(Optional.empty()));
    assertThat(parse("XCLIENT NAME=client.example PORT=1 PROTO=esmtp HELO=c"))
        .isEqualTo(new SmtpCommand.Xclient(Optional.empty()));
  }

  private static SmtpCommand passedOn(Optional<InetAddress> address) {
    return new SmtpCommand.Xclient(Optional.of(new XclientAttribute.Addr(address)));
  }

  @Test
  void readsMailWithItsParameters() {
    assertThat(
            parse("MAIL FROM:<alice@example.com> SIZE=1000 body=8bitmime SMTPUTF8 AUTH=<> X-A=b"))
        .isEqualTo(
            new SmtpCommand.Mail(
                ReversePath.of(ALICE),
                List.of(
                    new MailParameter.Size(1000),
                    new MailParameter.Body(BodyType.EIGHT_BIT_MIME),
                    new MailParameter.SmtpUtf8(),
                    new MailParameter.SubmittedBy("<>"),
                    new MailParameter.Unrecognised("X-A", Optional.of("b")))));
    assertThat(parse("mail from:<>"))
        .isEqualTo(new SmtpCommand.Mail(ReversePath.nullReversePath(), List.of()));
    assertThat(parse("MAIL FROM:<> SIZE=99999999999999999999"))
        .isEqualTo(
            new SmtpCommand.Mail(
                ReversePath.nullReversePath(), List.of(new MailParameter.Size(Long.MAX_VALUE))));
  }

  @Test
  void readsRcpt() {
    assertThat(parse("RCPT TO:<alice@example.com> notify=success,DELAY ORCPT=rfc822;b+40c.d x-y=z"))
        .isEqualTo(
            new SmtpCommand.Rcpt(
                new ForwardPath.Recipient(ALICE),
                List.of(
                    new RcptParameter.Notify(Set.of(NotifyOn.SUCCESS, NotifyOn.DELAY)),
                    new RcptParameter.OriginalRecipient("rfc822;b+40c.d"),
                    new RcptParameter.Unrecognised("X-Y", Optional.of("z")))));
    assertThat(parse("RCPT TO:<alice@example.com> NOTIFY=NEVER ORCPT=utf-8;björk@example.com"))
        .isEqualTo(
            new SmtpCommand.Rcpt(
                new ForwardPath.Recipient(ALICE),
                List.of(
                    new RcptParameter.Notify(Set.of()),
                    new RcptParameter.OriginalRecipient("utf-8;björk@example.com"))));
    assertThat(parse("rcpt to:<postmaster>"))
        .isEqualTo(new SmtpCommand.Rcpt(new ForwardPath.Postmaster(), List.of()));
  }

  @Test
  void readsWhatIsAskedOfNextHops() {
    assertThat(parse("MAIL FROM:<> RET=hdrs ENVID=QQ+2B1 REQUIRETLS"))
        .isEqualTo(
            new SmtpCommand.Mail(
                ReversePath.nullReversePath(),
                List.of(
                    new MailParameter.Ret(ReturnedContent.HDRS),
                    new MailParameter.EnvelopeId("QQ+2B1"),
                    new MailParameter.RequireTls())));
  }

  @Test
  void readsBdat() {
    assertThat(parse("BDAT 0")).isEqualTo(new SmtpCommand.Bdat(0, false));
    assertThat(parse("bdat 86 last")).isEqualTo(new SmtpCommand.Bdat(86, true));
    assertThat(parse("BDAT 999999999999999999"))
        .isEqualTo(new SmtpCommand.Bdat(999_999_999_999_999_999L, false));
  }

  @Test
  void readsAuthAndKeepsTheResponseOutOfItsText() {
    var command = parse("auth plain AGFsaWNlAHNlY3JldA==");
    assertThat(command)
        .isEqualTo(new SmtpCommand.Auth("PLAIN", Optional.of("AGFsaWNlAHNlY3JldA==")));
    assertThat(command.toString()).doesNotContain("AGFs");
    assertThat(parse("AUTH PLAIN")).isEqualTo(new SmtpCommand.Auth("PLAIN", Optional.empty()));
    assertThat(parse("AUTH PLAIN =")).isEqualTo(new SmtpCommand.Auth("PLAIN", Optional.of("")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EHLO|EHLO|ARGUMENT_MISSING",
        "HELO a b|HELO|ARGUMENT_SYNTAX",
        "MAIL|MAIL|ARGUMENT_SYNTAX",
        "MAIL FROM|MAIL|ARGUMENT_SYNTAX",
        "MAIL TO:<a@b>|MAIL|ARGUMENT_SYNTAX",
        "MAIL FROM:a@b|MAIL|REVERSE_PATH",
        "MAIL FROM:<a@b>SIZE=1|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> SIZE|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> SIZE=-1|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> SIZE=123456789012345678901|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> BODY=9BIT|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> SMTPUTF8=yes|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> =x|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> X=|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> X=a=b|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> SIZE=1 size=2|MAIL|PARAMETER_REPEATED",
        "MAIL FROM:<a@b> REQUIRETLS=yes|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> RET=BODY|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> ENVID=a+4|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> ENVID=a+4f|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> ENVID=a+0A|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> ENVID=a+7F|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> ENVID=ä|MAIL|PARAMETER_SYNTAX",
        "MAIL FROM:<a@b> AUTH=+|MAIL|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> NOTIFY=NEVER,DELAY|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> NOTIFY=,|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> NOTIFY|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> NOTIFY=ALWAYS|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> ORCPT=a@b|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> ORCPT=;a|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> ORCPT=rfc822;|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> ORCPT=rfc822;a+4g|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> ORCPT=rfc822;ä|RCPT|PARAMETER_SYNTAX",
        "RCPT TO:<a@b> NOTIFY=DELAY NOTIFY=DELAY|RCPT|PARAMETER_REPEATED",
        "RCPT TO:<>|RCPT|FORWARD_PATH",
        "RCPT TO:<a>|RCPT|FORWARD_PATH",
        "RCPT FROM:<a@b>|RCPT|ARGUMENT_SYNTAX",
        "DATA now|DATA|ARGUMENT_NOT_ALLOWED",
        "BDAT|BDAT|ARGUMENT_SYNTAX",
        "BDAT LAST|BDAT|ARGUMENT_SYNTAX",
        "BDAT -1|BDAT|ARGUMENT_SYNTAX",
        "BDAT 1 FIRST|BDAT|ARGUMENT_SYNTAX",
        "BDAT 1 LAST LAST|BDAT|ARGUMENT_SYNTAX",
        "BDAT 1000000000000000000|BDAT|ARGUMENT_SYNTAX",
        "BDAT 0x10|BDAT|ARGUMENT_SYNTAX",
        "RSET x|RSET|ARGUMENT_NOT_ALLOWED",
        "QUIT x|QUIT|ARGUMENT_NOT_ALLOWED",
        "STARTTLS x|STARTTLS|ARGUMENT_NOT_ALLOWED",
        "AUTH|AUTH|ARGUMENT_MISSING",
        "AUTH PLAIN a b|AUTH|ARGUMENT_SYNTAX",
        "AUTH PLA!N|AUTH|ARGUMENT_SYNTAX",
        "VRFY|VRFY|ARGUMENT_MISSING"
      })
  void saysWhatIsWrongWithAKnownVerb(String line, Verb verb, CommandDefect defect) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            SmtpCommand.Malformed.class,
            m -> {
              assertThat(m.verb()).isEqualTo(verb);
              assertThat(m.defect()).isEqualTo(defect);
            });
  }

  @Test
  void holdsTheLengthsOfRfc3461() {
    assertThat(parse("MAIL FROM:<a@b> ENVID=" + "x".repeat(100)))
        .isInstanceOf(SmtpCommand.Mail.class);
    assertThat(parse("MAIL FROM:<a@b> ENVID=" + "x".repeat(101)))
        .isInstanceOf(SmtpCommand.Malformed.class);
    assertThat(parse("RCPT TO:<a@b> ORCPT=rfc822;" + "x".repeat(493)))
        .isInstanceOf(SmtpCommand.Rcpt.class);
    assertThat(parse("RCPT TO:<a@b> ORCPT=rfc822;" + "x".repeat(494)))
        .isInstanceOf(SmtpCommand.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "FOO bar", "MAILFROM:<a@b>", "DATA\0", "GET / HTTP/1.1", "\u0016\u0003"})
  void doesNotKnowOtherVerbs(String line) {
    assertThat(parse(line)).isInstanceOf(SmtpCommand.Unknown.class);
  }

  @Test
  void neverFailsWhateverTheOctets() {
    var random = new Random(2821);
    var seeds =
        List.of("MAIL FROM:<a@b.c> SIZE=1 X=y", "RCPT TO:<\"a\"@[IPv6:::1]>", "AUTH PLAIN AAAA=");
    for (int i = 0; i < 200_000; i++) {
      var octets = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.US_ASCII);
      for (int n = random.nextInt(5); n > 0; n--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }
      int from = random.nextInt(4);
      int length = random.nextInt(octets.length - from + 1);
      assertThat(new CommandParser(PathLimits.GENEROUS).parse(octets, from, length)).isNotNull();
    }
  }

  private static SmtpCommand parse(String line) {
    var octets = line.getBytes(StandardCharsets.UTF_8);
    return new CommandParser(PathLimits.GENEROUS).parse(octets, 0, octets.length);
  }
}
