package org.postseal.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.authority.Authority.Transport;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Octets in, octets out; each question differs in one thing from one that is answered. */
class AuthorityTest {

  private static final String S1 = "s1._domainkey.example.com.";
  private final ThreeKeys zones = new ThreeKeys();
  private final Authority authority =
      new Authority(
          zones,
          new AuthoritySettings(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              List.of(DomainName.of("ns1.provider.example"), DomainName.of("ns2.provider.example")),
              Duration.ofMinutes(5),
              Duration.ofMinutes(1),
              AuthoritySettings.Limits.USUAL));

  private static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private static Message withEdns(Message query, int size) {
    query.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
    return query;
  }

  private Message ask(Message query, Transport transport) throws IOException {
    var octets = authority.answer(query.toWire(), transport);
    var answer = new Message(octets);
    assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
    assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.RA)).as("never recursive").isFalse();
    return answer;
  }

  private Message ask(String name, int type) throws IOException {
    return ask(withEdns(query(name, type), 1232), Transport.UDP);
  }

  private static String text(Message answer) {
    return String.join("", ((TXTRecord) answer.getSection(Section.ANSWER).getFirst()).getStrings());
  }

  @Test
  void aRecordIsAnsweredWithAuthorityAndNothingBeside() throws Exception {
    var answer = ask(S1, Type.TXT);
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(text(answer)).isEqualTo(ThreeKeys.LONG);
    assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(300);
    assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
    assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(text(ask("gone._domainkey.example.com.", Type.TXT))).endsWith("p=");
  }

  @Test
  void theQuestionGoesBackAsItWasWritten() throws Exception {
    var answer = ask("S1._DomainKey.eXample.COM.", Type.TXT);
    assertThat(text(answer)).isEqualTo(ThreeKeys.LONG);
    assertThat(answer.getQuestion().getName().toString()).isEqualTo("S1._DomainKey.eXample.COM.");
    assertThat(answer.getSection(Section.ANSWER).getFirst().getName().toString())
        .isEqualTo("S1._DomainKey.eXample.COM.");
  }

  @ParameterizedTest
  @CsvSource({
    "missing._domainkey.example.com., TXT, NXDOMAIN",
    "x.s1._domainkey.example.com.,    TXT, NXDOMAIN",
    "b._domainkey.example.com.,       TXT, NOERROR",
    "b._domainkey.example.com.,       ANY, NOERROR",
    "s1._domainkey.example.com.,      A,   NOERROR",
    "_domainkey.example.com.,         TXT, NOERROR",
    "\\255._domainkey.example.com.,   TXT, NXDOMAIN",
  })
  void aDenialCarriesTheSoa(String name, String type, String rcode) throws Exception {
    var answer = ask(name, Type.value(type));
    assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer.getSection(Section.AUTHORITY))
        .singleElement()
        .isInstanceOfSatisfying(
            SOARecord.class,
            soa -> {
              assertThat(soa.getName().toString()).isEqualTo("_domainkey.example.com.");
              assertThat(soa.getTTL()).isEqualTo(60);
              assertThat(soa.getMinimum()).isEqualTo(60);
              assertThat(soa.getSerial()).isEqualTo(7);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "example.com., TXT, IN, REFUSED",
    "s1._domainkey.example.org., TXT, IN, REFUSED",
    "., NS, IN, REFUSED",
    "com., ANY, IN, REFUSED",
    "\\255.example.org., TXT, IN, REFUSED",
    "s1._domainkey.example.com., TXT, CH, REFUSED",
    "_domainkey.example.com., AXFR, IN, REFUSED",
    "_domainkey.example.com., IXFR, IN, REFUSED",
  })
  void whatIsNotOursIsRefused(String name, String type, String dclass, String rcode)
      throws Exception {
    var query =
        Message.newQuery(
            Record.newRecord(Name.fromString(name), Type.value(type), DClass.value(dclass)));
    var answer = ask(query, Transport.TCP);
    assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
    assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
  }

  @Test
  void theBeginningOfTheZoneNamesItsServers() throws Exception {
    assertThat(ask("_domainkey.example.com.", Type.NS).getSection(Section.ANSWER))
        .extracting(Record::rdataToString)
        .containsExactly("ns1.provider.example.", "ns2.provider.example.");
    assertThat(ask("_domainkey.example.com.", Type.SOA).getSection(Section.ANSWER))
        .singleElement()
        .asString()
        .contains("ns1.provider.example. hostmaster.ns1.provider.example. 7 ");
  }

  @Test
  void anyGetsOneSmallRecord() throws Exception {
    for (var name : List.of(S1, "_domainkey.example.com.")) {
      var answer = authority.answer(query(name, Type.ANY).toWire(), Transport.UDP);
      assertThat(new Message(answer).getSection(Section.ANSWER))
          .singleElement()
          .isInstanceOf(HINFORecord.class);
      assertThat(answer).hasSizeLessThan(100);
    }
  }

  @Test
  void byUdpNothingIsLongerThanTheAskerOrTheNetworkBears() throws Exception {
    var long1 = "s1._domainkey.example.com.";
    assertThat(ask(query(long1, Type.TXT), Transport.UDP).getHeader().getFlag(Flags.TC)).isFalse();
    var huge = "huge._domainkey.example.com.";
    for (int size : new int[] {0, 512, 1232, 4096, 65535}) {
      var octets = authority.answer(withEdns(query(huge, Type.TXT), size).toWire(), Transport.UDP);
      var cut = new Message(octets);
      assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(cut.getSection(Section.ANSWER)).isEmpty();
      assertThat(octets).hasSizeLessThan(100);
    }
    var whole = ask(query(huge, Type.TXT), Transport.TCP);
    assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(text(whole)).isEqualTo(ThreeKeys.HUGE);
  }

  @Test
  void withoutEdnsThereIsNoneInTheAnswer() throws Exception {
    assertThat(ask(query(S1, Type.TXT), Transport.UDP).getOPT()).isNull();
  }

  @Test
  void anotherVersionOfEdnsIsNotKnown() throws Exception {
    var query = query(S1, Type.TXT);
    query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
    var answer = ask(query, Transport.UDP);
    assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void otherOperationsAreNotThere() throws Exception {
    for (int opcode : new int[] {Opcode.NOTIFY, Opcode.UPDATE, Opcode.STATUS, 1, 15}) {
      var query = query(S1, Type.TXT);
      query.getHeader().setOpcode(opcode);
      assertThat(ask(query, Transport.UDP).getRcode()).isEqualTo(Rcode.NOTIMP);
    }
  }

  @Test
  void anAnswerIsNotAnswered() throws Exception {
    var query = query(S1, Type.TXT);
    query.getHeader().setFlag(Flags.QR);
    assertThat(authority.answer(query.toWire(), Transport.UDP)).isEmpty();
    assertThat(authority.truncated(query.toWire())).isEmpty();
  }

  @Test
  void beforeTheZonesAreReadNothingIsDenied() throws Exception {
    zones.ready = false;
    assertThat(ask("missing._domainkey.example.com.", Type.TXT).getRcode())
        .isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void aSlipIsNoLongerThanItsQuestion() throws Exception {
    var query = withEdns(query(S1, Type.TXT), 1232).toWire();
    var slip = authority.truncated(query);
    assertThat(slip).hasSizeLessThanOrEqualTo(query.length);
    assertThat(new Message(slip).getHeader().getFlag(Flags.TC)).isTrue();
  }

  /** Whatever comes in: no exception, nothing that is no message, and never much more goes out. */
  @Test
  void brokenOctetsCostNothing() throws Exception {
    var random = new Random(20261129);
    var good = withEdns(query(S1, Type.TXT), 4096).toWire();
    for (int i = 0; i < 200_000; i++) {
      var octets = i % 4 == 0 ? new byte[random.nextInt(64)] : Arrays.copyOf(good, good.length);
      if (i % 4 == 0) {
        random.nextBytes(octets);
      } else {
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
          octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        }
        octets = Arrays.copyOf(octets, octets.length - (i % 3 == 0 ? random.nextInt(40) : 0));
      }
      var answer = authority.answer(octets, Transport.UDP);
      assertThat(answer.length).isLessThanOrEqualTo(Authority.MAX_UDP);
      if (answer.length > 0) {
        var read = new Message(answer);
        assertThat(read.getHeader().getFlag(Flags.QR)).isTrue();
        if (read.getRcode() == Rcode.FORMERR || read.getRcode() == Rcode.NOTIMP) {
          assertThat(answer).hasSize(12);
        }
      }
      assertThat(authority.truncated(octets).length).isLessThanOrEqualTo(300);
    }
  }
}
