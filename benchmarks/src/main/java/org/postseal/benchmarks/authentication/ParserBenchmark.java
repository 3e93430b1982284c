package org.postseal.benchmarks.authentication;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.ParsedResults;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.spf.SpfRecord;
import org.postseal.authentication.taglist.ParsedTagList;
import org.postseal.authentication.taglist.TagList;

/** Each parser on what it reads most days. */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParserBenchmark {
  private static final String SPF =
      "v=spf1 a mx ip4:192.0.2.0/24 ip6:2001:db8::/32 include:_spf.example.net"
          + " exists:%{ir}.%{v}._spf.%{d2} ~all";
  private static final String DMARC =
      "v=DMARC1; p=reject; sp=quarantine; np=reject; adkim=s; aspf=r; fo=1;"
          + " rua=mailto:reports@example.com,mailto:d@example.net; ruf=mailto:f@example.com";
  private static final String RESULTS =
      """
       mx.example.net;
      \tspf=pass (sender is known) smtp.mailfrom=joe@example.com;
      \tdkim=pass header.d=example.com header.s=s1 header.b=dGhpcyBp;
      \tdmarc=pass (p=reject) header.from=example.com\
      """
          .replace("\n", "\r\n");
  private static final HeaderSection MAILBOXES =
      HeaderSection.parse(
          "From: \"Doe, Jane\" <jane@example.com>, Joe (the other) Example"
              + " <joe@mail.example.com>,\r\n"
              + " friends: Ann <ann@example.net>, bob@example.net;\r\n");

  private final DkimVerifier verifier = new DkimVerifier(VerifierSettings.DEFAULT);
  private byte[] headerOctets = new byte[0];
  private byte[] signatureValue = new byte[0];
  private @Nullable HeaderSection signed;

  /** More records than are remembered, so that each is parsed. */
  private List<String> keyRecords = List.of();

  private int next;

  @Setup
  public void begin() throws GeneralSecurityException {
    SampleKey key = SampleKey.of(SignatureAlgorithm.RSA_SHA256);
    String field = key.sign(SampleMail.ofSize(2048));
    headerOctets = SampleMail.below(field, SampleMail.headerSection());
    signed = HeaderSection.parse(field + "\r\n");
    signatureValue = field.substring(field.indexOf(':') + 1).getBytes(StandardCharsets.ISO_8859_1);
    keyRecords = IntStream.range(0, 4096).mapToObj(i -> key.keyRecord() + "; n=" + i).toList();
  }

  @Benchmark
  public ParsedTagList tagList() {
    return TagList.parse(signatureValue, 0, signatureValue.length);
  }

  /** Stops where the key would be asked for. */
  @Benchmark
  public List<DkimResult> signature() {
    return verifier.verify(
        Objects.requireNonNull(signed),
        List.of(),
        (_, _) -> new DnsAnswer.Unavailable<>("not measured"),
        SampleKey.NOW);
  }

  @Benchmark
  public KeyRecord.Parsed keyRecord() {
    next = (next + 1) & 4095;
    return KeyRecord.parse(keyRecords.get(next));
  }

  @Benchmark
  public HeaderSection headerSection() {
    return HeaderSection.parse(headerOctets);
  }

  @Benchmark
  public Author mailboxList() {
    return Author.of(MAILBOXES);
  }

  @Benchmark
  public SpfRecord.Parsed spfRecord() {
    return SpfRecord.parse(SPF);
  }

  @Benchmark
  public DmarcRecord dmarcRecord() {
    return DmarcRecord.parse(DMARC);
  }

  @Benchmark
  public ParsedResults authenticationResults() {
    return AuthenticationResults.parse(RESULTS);
  }
}
