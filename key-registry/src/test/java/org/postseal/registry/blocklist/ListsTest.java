package org.postseal.registry.blocklist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.AddressBlock;
import org.postseal.topics.BlockedName;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** Lists as text; dnsjava is the foreign witness of the zones. */
class ListsTest {
  private static final DomainName ZONE = DomainName.of("bl.example");
  private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
  private static final Optional<String> NO_REASON = Optional.empty();

  private static BlockedLine line(String name, String reason) {
    return line(name, reason, Optional.empty());
  }

  private static BlockedLine line(String name, String reason, Optional<Instant> expires) {
    return new BlockedLine(
        ((BlockedName.Reading.Read) BlockedName.read(name)).name(), reason, expires);
  }

  private static List<BlockedLine> read(ListReading reading) {
    assertThat(reading).isInstanceOf(ListReading.Read.class);
    return ((ListReading.Read) reading).lines();
  }

  @Test
  void aPlainListIsReadAsItIsExchangedAndComesBackAsItWas() {
    var read =
        read(
            PlainList.read(
                """
                # Spamhaus writes them like this
                1.10.16.0/20 ; SBL256894

                spam.example
                  2001:DB8::/32   # until 2027-01-01T00:00:00Z: for a year
                192.0.2.7 ; until 2027-01-01T00:00:00Z
                SPAM.example ; the last one counts\r
                """,
                Optional.of("for all")));
    var end = Optional.of(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(read)
        .containsExactlyInAnyOrder(
            line("1.10.16.0/20", "SBL256894"),
            line("spam.example", "the last one counts"),
            line("2001:db8::/32", "for a year", end),
            line("192.0.2.7", "for all", end));
    assertThat(read(PlainList.read(PlainList.write(read), NO_REASON))).isEqualTo(read);
  }

  @Test
  void everyWrongLineIsNamed() {
    var reading =
        PlainList.read(
            """
            spam.example ; spam
            a..b ; spam
            192.0.2.1/24 ; spam
            other.example
            \u001b[2J ; spam
            192.0.2.0/24 ; until tomorrow: spam
            """,
            NO_REASON);
    assertThat(reading)
        .isEqualTo(
            new ListReading.Malformed(
                "line 2: 'a..b' is neither a domain nor an address nor a network;"
                    + " line 3: '192.0.2.1/24' has bits beyond its prefix; the network is 192.0.2.0/24;"
                    + " line 4: no reason: write one behind ';', or give one for all;"
                    + " line 5: '?[2J' is neither a domain nor an address nor a network;"
                    + " line 6: 'tomorrow' is no time such as 2027-01-01T00:00:00Z"));
  }

  @Test
  void ofManyWrongLinesTheFirstAreNamed() {
    var reading = PlainList.read("..\n".repeat(5000), NO_REASON);
    assertThat(((ListReading.Malformed) reading).defects())
        .startsWith("line 1: ")
        .contains("line 10: ")
        .doesNotContain("line 11: ")
        .endsWith("; and 4990 more");
  }

  @Test
  void reasonsAreBounded() {
    assertThat(PlainList.read("a.example ; " + "x".repeat(1001), NO_REASON).toString())
        .contains("line 1: the reason is longer than 1000 characters");
    var zone = "a A 127.0.0.2\na TXT \"" + "x".repeat(1001) + "\"\n";
    assertThat(ZoneReading.read(zone, ZONE, NO_REASON).toString())
        .contains("line 2: the reason is longer than 1000 characters");
  }

  private static Zone zone(List<BlockedLine> lines) throws Exception {
    var text = DnsblZone.write(ZONE, lines, NOW);
    try (var master = new Master(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
      var records = new ArrayList<Record>();
      for (var next = master.nextRecord(); next != null; next = master.nextRecord()) {
        records.add(next);
      }
      return new Zone(Name.fromString("bl.example."), records.toArray(Record[]::new));
    }
  }

  private static boolean lists(Zone zone, String name) throws Exception {
    var asked = zone.findRecords(Name.fromString(name, Name.fromString("bl.example.")), Type.A);
    return asked.isSuccessful()
        && asked.answers().getFirst().first().rdataToString().equals("127.0.0.2");
  }

  private static String reversed(String address) {
    var name = ReverseMap.fromAddress(InetAddress.ofLiteral(address));
    return name.toString().replaceAll("\\.(in-addr|ip6)\\.arpa\\.$", "");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,       192.0.2.7",
    "192.0.2.0/24,    192.0.2.0",
    "192.0.2.0/24,    192.0.2.255",
    "192.0.2.64/26,   192.0.2.127",
    "1.10.16.0/20,    1.10.31.9",
    "10.0.0.0/8,      10.9.8.7",
    "12.0.0.0/9,      12.127.0.1",
    "2001:db8::/32,   2001:db8:1::1",
    "2001:db8::/33,   2001:db8:7fff::1",
    "2001:db8::10/126, 2001:db8::13",
    "2001:db8::1,     2001:db8::1",
  })
  void aForeignServerFindsAddressesInTheZoneAndNoneBesides(String network, String inside)
      throws Exception {
    var block = ((BlockedName.Network) line(network, "why").name()).block();
    var zone = zone(List.of(line(network, "why")));
    assertThat(lists(zone, reversed(inside))).isTrue();
    assertThat(lists(zone, reversed(before(block)))).isFalse();
    assertThat(lists(zone, "2.0.0.127")).as("test point").isTrue();
    assertThat(lists(zone, "1.0.0.127")).as("test point").isFalse();
    assertThat(lists(zone, "test")).isTrue();
    assertThat(lists(zone, "invalid")).isFalse();
  }

  private static String before(AddressBlock block) throws Exception {
    byte[] octets = block.first().getAddress();
    for (int i = octets.length - 1; i >= 0 && octets[i]-- == 0; i--) {}
    return InetAddress.getByAddress(octets).getHostAddress();
  }

  @Test
  void aWildcardIsNotEndedByWhatItCovers() throws Exception {
    var zone =
        zone(
            List.of(
                line("10.0.0.0/8", "all"),
                line("10.1.2.3", "one"),
                line("spam.example", "all"),
                line("very.bad.spam.example", "one"),
                line("192.0.2.7", "gone", Optional.of(NOW))));
    assertThat(lists(zone, reversed("10.1.2.4"))).isTrue();
    assertThat(lists(zone, reversed("10.1.2.3"))).isTrue();
    assertThat(lists(zone, "other.bad.spam.example")).isTrue();
    assertThat(lists(zone, "spam.example")).isTrue();
    assertThat(lists(zone, "notspam.example")).isFalse();
    assertThat(lists(zone, reversed("192.0.2.7"))).isFalse();
  }

  @Test
  void reasonsSurviveTheZone() throws Exception {
    var reason = "says \"buy\"; C:\\spam $ @";
    var lines = List.of(line("spam.example", reason), line("192.0.2.0/24", reason));
    var found =
        zone(lines).findRecords(Name.fromString("spam.example.bl.example."), Type.TXT).answers();
    assertThat(((TXTRecord) found.getFirst().first()).getDClass()).isEqualTo(DClass.IN);
    assertThat(read(ZoneReading.read(DnsblZone.write(ZONE, lines, NOW), ZONE, NO_REASON)))
        .containsExactlyInAnyOrderElementsOf(lines);
  }

  @Test
  void whatTheZoneListsIsReadBack() {
    var lines =
        List.of(
            line("192.0.2.0/24", "a"),
            line("10.0.0.0/8", "b"),
            line("198.51.100.7", "c"),
            line("2001:db8::/32", "d"),
            line("2001:db9::1", "e"),
            line("spam.example", "f"));
    assertThat(read(ZoneReading.read(DnsblZone.write(ZONE, lines, NOW), ZONE, NO_REASON)))
        .containsExactlyInAnyOrderElementsOf(lines);
  }

  @Test
  void wrongLinesOfAZoneAreNamed() {
    var reading =
        ZoneReading.read(
            """
            $TTL 300
            $INCLUDE /etc/passwd
            @ SOA a. b. 1 2 3 4 5
            1.2.0.192 A 10.0.0.1
            2.2.0.192 300 IN A 127.0.0.2
            3.2.0.192 TXT "no address"
            4.2.0.192 MX 10 a.
            a..b A 127.0.0.2
            elsewhere.example. A 127.0.0.2
            lonely
            """,
            ZONE,
            NO_REASON);
    assertThat(((ListReading.Malformed) reading).defects().split("; line "))
        .satisfiesExactlyInAnyOrder(
            d -> assertThat(d).startsWith("line 2: '$INCLUDE' is not read"),
            d -> assertThat(d).startsWith("4: '10.0.0.1' does not say listed"),
            d -> assertThat(d).startsWith("7: 'MX' is no record"),
            d -> assertThat(d).startsWith("8: 'a..b' is neither"),
            d -> assertThat(d).startsWith("9: 'elsewhere.example.' is not in the zone"),
            d -> assertThat(d).startsWith("10: is no record"),
            d -> assertThat(d).startsWith("6: 192.0.2.3/32 has a TXT record and no A"),
            d -> assertThat(d).startsWith("5: 192.0.2.2/32 has no TXT record"));
  }
}
