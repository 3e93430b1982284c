package org.postseal.smtpclient.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;

class ReachableAddressesTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("198.51.100.7");

  private static ReachableAddresses rules(Loopback loopback, PrivateNetworks privateNetworks) {
    return new ReachableAddresses(loopback, privateNetworks, OWN::equals);
  }

  private final ReachableAddresses usual = rules(Loopback.REFUSED, PrivateNetworks.REFUSED);

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "::1, loopback",
    "0.0.0.0, special-purpose",
    "0.1.2.3, special-purpose",
    "::, special-purpose",
    "::7f00:1, special-purpose",
    "10.0.0.1, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.1.1, private",
    "100.64.0.1, private",
    "100.127.255.255, private",
    "fc00::1, private",
    "fdff::1, private",
    "169.254.169.254, special-purpose",
    "fe80::1, special-purpose",
    "febf::1, special-purpose",
    "fec0::1, special-purpose",
    "192.0.0.1, special-purpose",
    "192.88.99.1, special-purpose",
    "198.18.0.1, special-purpose",
    "198.19.255.255, special-purpose",
    "224.0.0.1, special-purpose",
    "239.1.1.1, special-purpose",
    "240.0.0.1, special-purpose",
    "255.255.255.255, special-purpose",
    "ff02::1, special-purpose",
    "64:ff9b::7f00:1, special-purpose",
    "64:ff9b::808:808, special-purpose",
    "64:ff9b:1::a00:1, special-purpose",
    "2002:7f00:1::, special-purpose",
    "2001::1, special-purpose",
    "100::1, special-purpose",
    "::ffff:127.0.0.1, loopback",
    "::ffff:10.0.0.1, private",
    "198.51.100.7, our own",
  })
  void neverByTheWordOfTheDns(String address, String why) {
    assertThat(usual.refusal(InetAddress.ofLiteral(address))).isEqualTo(Optional.of(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "169.253.1.1",
        "2001:db8::1",
        "2a00:1450::1",
        "223.255.255.255",
        "198.51.100.8"
      })
  void theRestOfTheWorldMayBeConnectedTo(String address) {
    assertThat(usual.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, ALLOWED, REFUSED, true",
    "198.51.100.7, ALLOWED, REFUSED, true",
    "10.0.0.1, ALLOWED, REFUSED, false",
    "10.0.0.1, REFUSED, ALLOWED, true",
    "fd00::1, REFUSED, ALLOWED, true",
    "127.0.0.1, REFUSED, ALLOWED, false",
    "169.254.169.254, ALLOWED, ALLOWED, false",
    "64:ff9b::808:808, ALLOWED, ALLOWED, false",
  })
  void whatAnOperatorAllowsIsNoMoreThanThat(
      String address, Loopback loopback, PrivateNetworks privateNetworks, boolean allowed) {
    assertThat(rules(loopback, privateNetworks).allows(InetAddress.ofLiteral(address)))
        .isEqualTo(allowed);
  }

  @Test
  void everyAddressOfThisMachineIsOurs() throws Exception {
    var real = new ReachableAddresses(Loopback.REFUSED, PrivateNetworks.ALLOWED);

    assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .isNotEmpty()
        .noneMatch(real::allows);
  }
}
