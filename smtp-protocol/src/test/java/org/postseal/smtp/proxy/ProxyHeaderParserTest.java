package org.postseal.smtp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderParserTest {
  private static final int LIMIT = 512;
  private static final String IPV4_LINE = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n";
  private static final byte[] CLIENT4 = {(byte) 192, 0, 2, 1};
  private static final byte[] SERVER4 = {(byte) 198, 51, 100, 1};

  private final ProxyHeaderParser parser = new ProxyHeaderParser(LIMIT);

  @Test
  void readsTheLineOfVersion1AndNothingBeyondIt() {
    assertThat(parser.read(ascii(IPV4_LINE + "EHLO client.example\r\n")))
        .isEqualTo(relayed("192.0.2.1", 56_324, IPV4_LINE.length()));
    var line = "PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n";
    assertThat(parser.read(ascii(line))).isEqualTo(relayed("2001:db8::1", 1, line.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n",
        "PROXY UNKNOWN x\r\n"
      })
  void version1MayNotKnow(String line) {
    assertThat(parser.read(ascii(line)))
        .isEqualTo(new ProxyHeaderReading.Complete(new ProxyHeader.Own(), line.length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY\r\n",
        "PROXY \r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25 x\r\n",
        "PROXY TCP4  192.0.2.1 198.51.100.1 56324 25\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 56324 25\r\n",
        "PROXY TCP4 192.0.513 198.51.100.1 56324 25\r\n",
        "PROXY TCP6 [2001:db8::1] 2001:db8::2 56324 25\r\n",
        "PROXY TCP6 fe80::1%lo 2001:db8::2 56324 25\r\n",
        "PROXY TCP4 192.0.2.1 mx.example 56324 25\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 65536 25\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 +5 25\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 1 \r\n",
        "PROXY UDP4 192.0.2.1 198.51.100.1 1 2\r\n",
        "proxy TCP4 192.0.2.1 198.51.100.1 1 2\r\n",
        "EHLO client.example\r\n",
        "\r\n\r\nQUIT\r\n"
      })
  void refusesWhatIsNoHeader(String octets) {
    assertThat(parser.read(ascii(octets))).isInstanceOf(ProxyHeaderReading.Malformed.class);
  }

  @Test
  void doesNotWaitForTheEndOfAnEndlessLine() {
    var line = "PROXY UNKNOWN " + "x".repeat(200);
    assertThat(parser.read(ascii(line))).isInstanceOf(ProxyHeaderReading.Malformed.class);
    assertThat(parser.read(ascii(line.substring(0, 106))))
        .isInstanceOf(ProxyHeaderReading.Incomplete.class);
  }

  @Test
  void readsVersion2WithIpv4() {
    var header = version2(0x21, 0x11, join(CLIENT4, SERVER4, ports()), new byte[0]);
    assertThat(parser.read(join(header, ascii("EHLO x\r\n"))))
        .isEqualTo(relayed("192.0.2.1", 56_324, header.length));
  }

  @Test
  void readsVersion2WithIpv6AndSkipsWhatItDoesNotNeed() {
    var client = InetAddress.ofLiteral("2001:db8::1").getAddress();
    var tlv = join(new byte[] {0x04, 0, 100}, new byte[100]);
    var header = version2(0x21, 0x21, join(client, client, ports()), tlv);
    assertThat(parser.read(header)).isEqualTo(relayed("2001:db8::1", 56_324, header.length));
  }

  @Test
  void version2MaySpeakForTheProxyItself() {
    for (var header :
        new byte[][] {
          version2(0x20, 0x00, new byte[0], new byte[0]),
          version2(0x20, 0x11, join(CLIENT4, SERVER4, ports()), new byte[9]),
          version2(0x21, 0x00, new byte[0], new byte[3]),
          version2(0x21, 0x31, new byte[216], new byte[0])
        }) {
      assertThat(parser.read(header))
          .isEqualTo(new ProxyHeaderReading.Complete(new ProxyHeader.Own(), header.length));
    }
  }

  @Test
  void refusesWhatVersion2DoesNotAllow() {
    var addresses = join(CLIENT4, SERVER4, ports());
    for (var header :
        new byte[][] {
          version2(0x11, 0x11, addresses, new byte[0]),
          version2(0x22, 0x11, addresses, new byte[0]),
          version2(0x21, 0x12, addresses, new byte[0]),
          version2(0x21, 0x41, addresses, new byte[0]),
          version2(0x21, 0x11, CLIENT4, SERVER4),
          version2(0x21, 0x21, addresses, new byte[0]),
          version2(0x21, 0x11, addresses, new byte[LIMIT])
        }) {
      assertThat(parser.read(header)).isInstanceOf(ProxyHeaderReading.Malformed.class);
    }
  }

  @Test
  void everyPieceOfAHeaderIsIncomplete() {
    var tlv = new byte[] {0x04, 0, 1, 7};
    for (var header :
        new byte[][] {
          ascii(IPV4_LINE), version2(0x21, 0x11, join(CLIENT4, SERVER4, ports()), tlv)
        }) {
      for (int length = 0; length < header.length; length++) {
        assertThat(parser.read(Arrays.copyOf(header, length)))
            .as("%d octets", length)
            .isInstanceOf(ProxyHeaderReading.Incomplete.class);
      }
      assertThat(ProxyHeaderParser.isHeader(header)).isTrue();
    }
    assertThat(ProxyHeaderParser.isHeader(ascii("EHLO client.example\r\n"))).isFalse();
    assertThat(ProxyHeaderParser.isHeader(ascii("\r\n"))).isFalse();
  }

  @Test
  void damageNeverMakesAnException() {
    var random = new Random(7);
    var header = version2(0x21, 0x21, new byte[36], new byte[20]);
    for (int i = 0; i < 20_000; i++) {
      var damaged = (random.nextBoolean() ? header : ascii(IPV4_LINE)).clone();
      for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      var reading = parser.read(Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)));
      if (reading instanceof ProxyHeaderReading.Complete(_, var length)) {
        assertThat(length).isBetween(1, damaged.length);
      }
    }
  }

  private static ProxyHeaderReading relayed(String client, int port, int length) {
    return new ProxyHeaderReading.Complete(
        new ProxyHeader.Relayed(InetAddress.ofLiteral(client), port), length);
  }

  private static byte[] version2(int versionAndCommand, int family, byte[] addresses, byte[] rest) {
    int length = addresses.length + rest.length;
    return join(
        ascii("\r\n\r\n\0\r\nQUIT\n"),
        new byte[] {(byte) versionAndCommand, (byte) family, (byte) (length >> 8), (byte) length},
        addresses,
        rest);
  }

  private static byte[] ports() {
    return new byte[] {(byte) (56_324 >> 8), (byte) 56_324, 0, 25};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (var part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
