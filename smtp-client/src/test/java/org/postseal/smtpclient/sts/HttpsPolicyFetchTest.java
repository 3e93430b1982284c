package org.postseal.smtpclient.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.TestCertificate;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;
import org.postseal.smtpclient.hosts.ZoneInMemory;
import org.postseal.smtpclient.sts.PolicyFetch.Fetched;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.wellknown.WellKnownDocuments;

/** Against policy hosts with real TLS, kind and otherwise. */
class HttpsPolicyFetchTest {
  private static final DomainName DOMAIN = DomainName.of("dest.example");
  private static final String POLICY = "version: STSv1\nmode: none\nmax_age: 1\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

  private static TestCertificate ofTheHost;
  private static TestCertificate ofAnother;

  private final Watch watch = new Watch();
  private final ZoneInMemory zone = new ZoneInMemory().address("mta-sts.dest.example", "127.0.0.1");
  private ServerSocket listener;
  private volatile String asked = "";

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    ofTheHost = TestCertificate.make(directory.resolve("host"), "SAN=dns:mta-sts.dest.example");
    ofAnother = TestCertificate.make(directory.resolve("other"), "SAN=dns:dest.example");
  }

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    watch.close();
  }

  /** What a server does once it has read the request. */
  private interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private void serve(TestCertificate certificate, Answer answer) {
    Thread.startVirtualThread(
        () -> {
          try (var tcp = listener.accept();
              var tls =
                  (SSLSocket)
                      certificate.serving().getSocketFactory().createSocket(tcp, null, 0, true)) {
            tls.setUseClientMode(false);
            asked = head(tls.getInputStream());
            answer.write(tls.getOutputStream());
          } catch (Exception _) {
            // the client has gone; its result tells why
          }
        });
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static Answer saying(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private Fetched fetch(Duration time, ReachableAddresses reachable) {
    return new HttpsPolicyFetch(
            new MailExchangers(zone, new MailExchangers.Limits(5, 5, Set.of(), reachable)),
            ofTheHost.trusting(),
            watch::closing,
            new WellKnownDocuments.Limits(time, 1024, listener.getLocalPort()))
        .fetch(DOMAIN);
  }

  private Fetched fetch() {
    return fetch(Duration.ofSeconds(10), Reachable.EVEN_HERE);
  }

  private static void assertFailed(Fetched fetched, TlsDefect defect) {
    assertThat(fetched)
        .isInstanceOfSatisfying(
            Fetched.Failed.class, failed -> assertThat(failed.defect()).isEqualTo(defect));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 44\r\n\r\nversion: STSv1\nmode: none\nmax_age: 1\n       more",
        "\r\nversion: STSv1\nmode: none\nmax_age: 1\n       "
      })
  void aPolicyInEveryForm(String rest) {
    serve(ofTheHost, saying(OK + rest));
    assertFetched();
  }

  @Test
  void aPolicyInChunks() {
    var body =
        List.of("f", "version: STSv1\n", "1d;x=y", "mode: none\nmax_age: 1\n       ", "0", "", "");
    serve(ofTheHost, saying(OK + "Transfer-Encoding: chunked\r\n\r\n" + String.join("\r\n", body)));
    assertFetched();
  }

  private void assertFetched() {
    assertThat(fetch()).isEqualTo(new Fetched.Text(POLICY + "       "));
    assertThat(asked)
        .startsWith("GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.dest.example\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1/\r\n\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 404 Not Found\r\n\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 500 Oh\r\n\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/2 200\r\n\r\n', STS_POLICY_FETCH_ERROR",
    "'SSH-2.0-x\r\n', STS_POLICY_FETCH_ERROR",
    "'', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n', STS_POLICY_FETCH_ERROR",
    "'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>', STS_POLICY_INVALID",
  })
  void whatIsNoPolicyIsNone(String reply, TlsDefect defect) {
    serve(ofTheHost, saying(reply));

    assertFailed(fetch(), defect);
  }

  @Test
  void tenGigabytesAreNotRead() {
    serve(
        ofTheHost,
        out -> {
          out.write((OK + "\r\n").getBytes(StandardCharsets.US_ASCII));
          var block = new byte[1 << 16];
          while (true) {
            out.write(block);
          }
        });

    assertFailed(fetch(), TlsDefect.STS_POLICY_FETCH_ERROR);
  }

  @Test
  void aHeadWithoutEndIsNotRead() {
    serve(
        ofTheHost,
        out -> {
          out.write(OK.getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write("X-More: and more\r\n".getBytes(StandardCharsets.US_ASCII));
          }
        });

    assertFailed(fetch(), TlsDefect.STS_POLICY_FETCH_ERROR);
  }

  @Test
  void aTrickleEndsInTime() {
    serve(
        ofTheHost,
        out -> {
          while (true) {
            out.write('H');
            out.flush();
            Thread.sleep(50);
          }
        });
    long began = System.nanoTime();

    assertFailed(
        fetch(Duration.ofSeconds(2), Reachable.EVEN_HERE), TlsDefect.STS_POLICY_FETCH_ERROR);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void aHostThatNeverBeginsTlsIsLeftInTime() {
    assertThat(fetch(Duration.ofSeconds(1), Reachable.EVEN_HERE))
        .isInstanceOf(Fetched.Failed.class);
  }

  @Test
  void anothersCertificateProvesNothing() {
    serve(ofAnother, saying(OK + "\r\n" + POLICY));

    assertFailed(fetch(), TlsDefect.STS_WEBPKI_INVALID);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "64:ff9b::1"})
  void aStrangerLeadsNobodyInside(String address) {
    zone.address("mta-sts.inside.example", address);
    var reached =
        new HttpsPolicyFetch(
                new MailExchangers(
                    zone,
                    new MailExchangers.Limits(
                        5,
                        5,
                        Set.of(),
                        new ReachableAddresses(Loopback.REFUSED, PrivateNetworks.REFUSED))),
                ofTheHost.trusting(),
                watch::closing,
                new WellKnownDocuments.Limits(Duration.ofSeconds(5), 1024, listener.getLocalPort()))
            .fetch(DomainName.of("inside.example"));

    assertThat(reached)
        .isEqualTo(
            new Fetched.Failed(
                TlsDefect.STS_POLICY_FETCH_ERROR,
                "the policy host has no address that can be used"));
  }
}
