package org.postseal.commandline.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.server.ZoneServer;

class RecordFormTest {

  private static final DomainName NAME = DomainName.of("s1._domainkey.example.com");
  private final ZoneServer zone = ZoneServer.start();

  @AfterEach
  void stop() {
    zone.close();
  }

  /** Another program's reading of a zone file is the witness. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 230, 231, 500, 1000})
  void aZoneFileGivesTheRecordBackWhateverItsLength(int length) {
    var text = "v=DKIM1; k=rsa; p=" + "A".repeat(length);
    zone.zoneText(RecordForm.ZONE.of(NAME, text, 60) + "\n");
    var dns = new DnsjavaDns(ResolverSettings.of(List.of(zone.address())));
    var records =
        dns.txt(NAME) instanceof DnsAnswer.Found<String>(var found, _, _)
            ? found
            : List.<String>of();
    assertThat(records).containsExactly(text);
  }

  @Test
  void noStringIsLongerThan255Octets() {
    var strings = RecordForm.strings("x".repeat(600));
    assertThat(strings).extracting(String::length).containsExactly(255, 255, 90);
    assertThat(RecordForm.VALUE.of(NAME, "x".repeat(256), 60))
        .isEqualTo("\"" + "x".repeat(255) + "\" \"x\"");
    assertThat(RecordForm.TERRAFORM.of(NAME, "x".repeat(256), 60))
        .contains("strings = [\"" + "x".repeat(255) + "\", \"x\"]");
  }
}
