package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockedNameTest {

  @ParameterizedTest
  @CsvSource({
    "Spam.Example,         spam.example",
    "bücher.example,       xn--bcher-kva.example",
    "192.0.2.7,            192.0.2.7/32",
    "192.0.2.0/24,         192.0.2.0/24",
    "10.0.0.0/8,           10.0.0.0/8",
    "2001:DB8::/32,        2001:db8:0:0:0:0:0:0/32",
    "2001:db8::1,          2001:db8:0:0:0:0:0:1/128",
    "::ffff:192.0.2.7,     192.0.2.7/32",
  })
  void hasOneText(String written, String text) {
    assertThat(BlockedName.read(written))
        .isInstanceOfSatisfying(
            BlockedName.Reading.Read.class,
            read -> {
              assertThat(read.name().text()).isEqualTo(text);
              assertThat(BlockedName.read(text)).isEqualTo(read);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "a..b,               neither",
    "'',                 neither",
    ".,                  neither",
    "a_b.example,        neither",
    "10,                 neither",
    "192.0.2,            neither",
    "192.0.2.256,        neither",
    "1.2.3.4.5,          neither",
    "0x7f.1,             neither",
    "fe80::1%eth0,       neither",
    "spam.example/24,    neither",
    "2001:db8::g,        neither",
    "192.0.2.0/,         prefix length from 8 to 32",
    "192.0.2.0/33,       prefix length from 8 to 32",
    "192.0.2.0/-1,       prefix length from 8 to 32",
    "192.0.2.0/+24,      prefix length from 8 to 32",
    "192.0.2.0/99999999999, prefix length from 8 to 32",
    "192.0.2.0/24/24,    prefix length from 8 to 32",
    "2001:db8::/129,     prefix length from 16 to 128",
    "0.0.0.0/0,          wider than /8",
    "::/0,               wider than /16",
    "192.0.2.1/24,       the network is 192.0.2.0/24",
  })
  void whatIsWrongIsSaid(String written, String defect) {
    assertThat(BlockedName.read(written))
        .isInstanceOfSatisfying(
            BlockedName.Reading.Malformed.class,
            malformed -> assertThat(malformed.defect()).contains(defect));
  }

  @Test
  void aBlockCoversThoseInIt() {
    var block = AddressBlock.around(InetAddress.ofLiteral("10.1.2.3"), 16);
    assertThat(block).hasToString("10.1.0.0/16");
    assertThat(block.covers(block)).isTrue();
    assertThat(block.covers(AddressBlock.around(InetAddress.ofLiteral("10.1.9.9"), 32))).isTrue();
    assertThat(block.covers(AddressBlock.around(InetAddress.ofLiteral("10.1.9.9"), 8))).isFalse();
    assertThat(block.covers(AddressBlock.around(InetAddress.ofLiteral("::"), 20))).isFalse();
  }
}
