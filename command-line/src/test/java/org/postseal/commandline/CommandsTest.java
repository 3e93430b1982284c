package org.postseal.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.dns.server.Fault;
import org.postseal.dns.server.ZoneServer;

/** The commands as they are typed, against a DNS server with real packets. */
class CommandsTest {
  private static final KeyPair RSA = rsa(2048);
  private static final String MESSAGE =
      "From: Joe <joe@example.com>\nTo: a@b.example\nSubject: Hi\n\nHello  there\n";

  @TempDir private Path folder;

  private final ZoneServer dns = ZoneServer.start();
  private final InputStream realIn = System.in;
  private String out = "";
  private String err = "";

  @BeforeEach
  void publishAKey() throws IOException {
    String key = Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded());
    dns.txt("s1._domainkey.example.com", "v=DKIM1; p=" + key.substring(0, 200), key.substring(200));
    Files.writeString(folder.resolve("key.pem"), pem(RSA));
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @AfterEach
  void putBack() {
    System.setIn(realIn);
    dns.close();
  }

  private static KeyPair rsa(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private int run(String... arguments) {
    var output = CommandOutput.of(arguments);
    out = output.text();
    err = output.errors();
    return output.status();
  }

  private int sign(String... more) {
    List<String> key =
        List.of(
            "sign",
            "--key",
            folder.resolve("key.pem").toString(),
            "--domain",
            "example.com",
            "--selector",
            "s1");
    return run(Stream.concat(key.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private JsonNode check(String... more) throws IOException {
    List<String> resolver =
        List.of(
            "check",
            "--resolver",
            "127.0.0.1:" + dns.address().getPort(),
            "--authserv-id",
            "mx.example.net");
    int status = run(Stream.concat(resolver.stream(), Arrays.stream(more)).toArray(String[]::new));
    assertThat(status).as(err).isZero();
    return Batch.JSON.readTree(out);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1).toString();
  }

  @Test
  void whatSignWritesCheckFindsValid() throws IOException {
    assertThat(sign(file("m.eml", MESSAGE))).isZero();
    assertThat(out).startsWith("DKIM-Signature: v=1;").endsWith("\n" + MESSAGE);
    JsonNode result = check("--local-domain", "example.com", file("signed.eml", out));
    assertThat(result.at("/dkim/0/result").asText()).isEqualTo("pass");
    assertThat(result.at("/dkim/0/keyBits").asInt()).isEqualTo(2048);
    assertThat(result.at("/decision/action").asText()).isEqualTo("accept");
    assertThat(result.at("/decision/reply").asText()).isEqualTo("250 2.0.0");
    assertThat(result.path("authenticationResults").asText())
        .startsWith("mx.example.net; dkim=pass header.d=example.com");
  }

  @Test
  void lineEndsStayAsTheyAre() throws IOException {
    sign(file("lf.eml", MESSAGE));
    assertThat(out).doesNotContain("\r");
    sign(file("crlf.eml", MESSAGE.replace("\n", "\r\n")));
    assertThat(out.replace("\r\n", "")).doesNotContain("\n");
    assertThat(check(file("signed.eml", out)).at("/dkim/0/result").asText()).isEqualTo("pass");
  }

  @Test
  void anAlteredMessageOfALocalDomainIsRejected() throws IOException {
    sign(file("m.eml", MESSAGE));
    String altered = file("altered.eml", out.replace("Hello", "hello"));
    JsonNode result = check("--local-domain", "example.com", altered);
    assertThat(result.at("/dkim/0/result").asText()).isEqualTo("fail");
    assertThat(result.at("/decision/action").asText()).isEqualTo("reject");
    assertThat(result.at("/decision/rule").asText()).isEqualTo("own-domain");
    assertThat(
            check("--local-domain", "example.com", "--mode", "monitor", altered)
                .at("/decision/action")
                .asText())
        .isEqualTo("accept");
  }

  @Test
  void standardInputIsTakenAsOctets() throws IOException {
    sign(file("crlf.eml", MESSAGE.replace("\n", "\r\n")));
    System.setIn(new ByteArrayInputStream(out.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(check("-").at("/dkim/0/result").asText()).isEqualTo("pass");
    System.setIn(new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(run("sign", "-")).isEqualTo(2);
  }

  @Test
  void sealsBuildAChain() throws IOException {
    String message = "Authentication-Results: mx.example.net;\n dmarc=pass\n" + MESSAGE;
    String once = file("once.eml", sealed(file("m.eml", message)));
    assertThat(Files.readString(Path.of(once)))
        .startsWith("ARC-Seal: a=rsa-sha256;")
        .contains("cv=none")
        .contains("ARC-Authentication-Results: i=1; mx.example.net;\n\tdmarc=pass\n")
        .endsWith(message);
    assertThat(sealed(once)).contains("cv=pass").contains("i=2; mx.example.net");
    String broken = file("broken.eml", Files.readString(Path.of(once)).replace("Hello", "hello"));
    String failed = sealed(broken);
    assertThat(failed).contains("cv=fail");
    assertThat(sealed(file("failed.eml", failed))).as("left alone").isEqualTo(failed);
  }

  /** A list has altered bank.example's message; its seal says that it was genuine. */
  @Test
  void aTrustedSealersWordIsASignOfAnIndirectFlow() throws IOException {
    dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject");
    String letter = MESSAGE.replace("joe@example.com", "joe@bank.example");
    String passed =
        "Authentication-Results: mx.example.net; dmarc=pass header.from=bank.example\n" + letter;
    String sealed = file("sealed.eml", sealed(file("m.eml", passed)));
    assertDecision("reject dmarc-reject", check(sealed));
    assertDecision("reject dmarc-reject", check("--trusted-sealer", "other.example", sealed));
    assertDecision(
        "quarantine dmarc-reject-indirect", check("--trusted-sealer", "example.com", sealed));
    assertDecision("reject own-domain", check("--local-domain", "bank.example", sealed));
    assertThat(
            check("--local-domain", "bank.example", "--trusted-sealer", "example.com", sealed)
                .at("/decision/rule")
                .asText())
        .isEqualTo("dmarc-reject-indirect");
    // what follows a forger could make
    String altered = Files.readString(Path.of(sealed)).replace("Hello", "hello");
    assertDecision(
        "reject dmarc-reject",
        check("--trusted-sealer", "example.com", file("altered.eml", altered)));
    String pasted =
        "ARC-Authentication-Results: i=1; mx; dmarc=pass header.from=bank.example\n"
            + "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; b=AAAA\n"
            + "ARC-Message-Signature: i=1; a=rsa-sha256; d=example.com; s=s1; h=from; bh=AA; b=AA\n"
            + letter;
    assertDecision(
        "reject dmarc-reject",
        check("--trusted-sealer", "example.com", file("pasted.eml", pasted)));
    String failed = file("failed.eml", sealed(file("f.eml", passed.replace("=pass", "=fail"))));
    assertDecision("reject dmarc-reject", check("--trusted-sealer", "example.com", failed));
  }

  /** The sealer's key may come back, and would make another decision. */
  @Test
  void aTrustedSealersKeyThatCannotBeFetchedDefers() throws IOException {
    dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject");
    String letter = MESSAGE.replace("joe@example.com", "joe@bank.example");
    String passed =
        "Authentication-Results: mx.example.net; dmarc=pass header.from=bank.example\n" + letter;
    String sealed = file("sealed.eml", sealed(file("m.eml", passed)));
    dns.fault("s1._domainkey.example.com", Fault.serverFailure());
    assertDecision("defer could-not-fetch", check("--trusted-sealer", "example.com", sealed));
    assertDecision("reject dmarc-reject", check("--trusted-sealer", "other.example", sealed));
    String denied = file("d.eml", sealed(file("f.eml", passed.replace("=pass", "=fail"))));
    assertDecision("reject dmarc-reject", check("--trusted-sealer", "example.com", denied));
  }

  @Test
  void theOperatorsWordHoldsForSubdomainsToo() throws IOException {
    String below = file("m.eml", MESSAGE.replace("joe@example.com", "ceo@mail.example.com"));
    assertDecision("reject own-domain", check("--local-domain", "example.com", below));
    assertDecision("reject signing-policy", check("--signs-all", "example.com", below));
    assertDecision("accept accept", check("--signs-all", "ample.com", below));
    sign(below);
    assertDecision("accept accept", check("--signs-all", "example.com", file("s.eml", out)));
  }

  @Test
  void theOperatorsWordAboutDomainsDecides() throws IOException {
    String message = file("m.eml", MESSAGE);
    assertDecision("accept accept", check(message));
    assertDecision("reject signing-policy", check("--signs-all", "example.com", message));
    assertDecision("reject blocklist", check("--blocked", "example.com", message));
    assertDecision(
        "reject blocklist",
        check("--blocked", "evil.example", "--helo", "a.evil.example", message));
    dns.txt("_dmarc.example.com", "v=DMARC1; p=reject");
    dns.txt("forwarder.example", "v=spf1 ip4:192.0.2.1 -all");
    String[] forwarded = {
      "--client-ip",
      "192.0.2.1",
      "--mail-from",
      "x@forwarder.example",
      "--helo",
      "a.example",
      message
    };
    assertDecision("reject dmarc-reject", check(forwarded));
    assertDecision(
        "quarantine dmarc-reject-indirect",
        check(with("--forwarder", "forwarder.example", forwarded)));
  }

  @Test
  void theFirstRecipientsDomainDecidesTheMode() throws IOException {
    String message = file("m.eml", MESSAGE);
    String[] options = {
      "--signs-all", "example.com", "--domain-mode", "lax.example=monitor", message
    };
    assertDecision("reject signing-policy", check(options));
    assertDecision("accept signing-policy", check(with("--rcpt-to", "a@lax.example", options)));
    assertDecision(
        "reject signing-policy",
        check(with("--rcpt-to", "a@b.example", with("--rcpt-to", "a@lax.example", options))));
    String cases =
        "{\"id\":\"a\",\"rcptTo\":[\"a@lax.example\",\"b@b.example\"],\"messageFile\":\"%s\"}%n{\"id\":\"b\",\"rcptTo\":[],\"messageFile\":\"%s\"}%n{\"id\":\"c\",\"rcptTo\":\"x\"}%n"
            .formatted(message, message);
    assertThat(
            run(
                "check",
                "--resolver",
                "127.0.0.1:" + dns.address().getPort(),
                "--signs-all",
                "example.com",
                "--domain-mode",
                "lax.example=monitor",
                "--batch",
                file("cases.ndjson", cases)))
        .isZero();
    List<String> lines = out.lines().toList();
    assertDecision("accept signing-policy", Batch.JSON.readTree(lines.get(0)));
    assertDecision("reject signing-policy", Batch.JSON.readTree(lines.get(1)));
    assertThat(Batch.JSON.readTree(lines.get(2)).path("error").asText()).contains("rcptTo");
  }

  private static String[] with(String option, String value, String... more) {
    return Stream.concat(Stream.of(option, value), Arrays.stream(more)).toArray(String[]::new);
  }

  private static void assertDecision(String actionAndRule, JsonNode result) {
    assertThat(result.at("/decision/action").asText() + " " + result.at("/decision/rule").asText())
        .isEqualTo(actionAndRule);
  }

  private String sealed(String file) {
    assertThat(seal(file)).as(err).isZero();
    return out;
  }

  private int seal(String file) {
    return run(
        "seal",
        "--key",
        folder.resolve("key.pem").toString(),
        "--domain",
        "example.com",
        "--selector",
        "s1",
        "--authserv-id",
        "mx.example.net",
        "--resolver",
        "127.0.0.1:" + dns.address().getPort(),
        file);
  }

  /** RFC 8301 §3.2. */
  @Test
  void anRsaKeyUnder1024BitsNeitherSignsNorSeals() throws IOException {
    var message = file("m.eml", MESSAGE);
    Files.writeString(folder.resolve("key.pem"), pem(rsa(1023)));
    assertThat(sign(message)).isEqualTo(2);
    assertThat(err).contains("1024").hasLineCount(1);
    assertThat(out).isEmpty();
    assertThat(seal(message)).isEqualTo(2);
    assertThat(out).isEmpty();
    Files.writeString(folder.resolve("key.pem"), pem(rsa(1024)));
    assertThat(sign(message)).isZero();
    assertThat(seal(message)).isZero();
  }

  @Test
  void theClockCanBeSet() throws IOException {
    sign("--timestamp", "1000", "--expire", "2000", file("m.eml", MESSAGE));
    String signed = file("signed.eml", out);
    assertThat(check("--now", "1970-01-01T00:30:00Z", signed).at("/dkim/0/result").asText())
        .isEqualTo("pass");
    assertThat(check("--now", "1970-01-01T00:40:00Z", signed).at("/dkim/0/result").asText())
        .isEqualTo("permerror");
  }

  @Test
  void theSignatureCanBeWrittenExactly() throws IOException {
    sign(
        "--headers",
        "From:Subject:subject",
        "--timestamp",
        "none",
        "--expire",
        "none",
        "--identity",
        "joe@mail.example.com",
        "--canonicalization",
        "simple",
        file("m.eml", MESSAGE));
    assertThat(out.replaceAll("\n\t", " "))
        .startsWith(
            "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=example.com; s=s1;"
                + " i=joe@mail.example.com; h=From:Subject:subject; bh=");
    assertThat(check(file("signed.eml", out)).at("/dkim/0/result").asText()).isEqualTo("pass");
  }

  @Test
  void aBatchIsAnsweredInItsOrder() throws IOException {
    var cases = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      cases
          .append("{\"id\":\"")
          .append(i)
          .append("\",\"message\":\"")
          .append(
              Base64.getEncoder()
                  .encodeToString(
                      MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)))
          .append("\"}\n");
    }
    cases.append("{\"id\":\"no message\"}\n\nnot JSON\n");
    assertThat(sign("--stats", "--batch", file("cases.ndjson", cases.toString()))).isZero();
    List<String> lines = out.lines().toList();
    assertThat(lines).hasSize(202);
    for (int i = 0; i < 200; i++) {
      JsonNode result = Batch.JSON.readTree(lines.get(i));
      assertThat(result.path("id").asText()).isEqualTo(String.valueOf(i));
      assertThat(result.path("signature").asText()).startsWith("DKIM-Signature: v=1;");
    }
    assertThat(Batch.JSON.readTree(lines.get(200)).has("error")).isTrue();
    assertThat(Batch.JSON.readTree(lines.get(201)).has("error")).isTrue();
    assertThat(err).contains("202 cases").contains("cases/s");
  }

  @Test
  void aCaseCanNameItsOwnResolver() throws IOException {
    sign(file("m.eml", MESSAGE));
    String signed = file("signed.eml", out);
    try (var empty = ZoneServer.start()) {
      String cases =
          "{\"id\":\"a\",\"messageFile\":\"%s\"}%n{\"id\":\"b\",\"messageFile\":\"%s\",\"resolver\":\"127.0.0.1:%d\"}%n"
              .formatted(signed, signed, empty.address().getPort());
      int status =
          run(
              "check",
              "--resolver",
              "127.0.0.1:" + dns.address().getPort(),
              "--batch",
              file("cases.ndjson", cases));
      assertThat(status).isZero();
      assertThat(out.lines().map(line -> dkim(line))).containsExactly("pass", "permerror");
    }
  }

  private static String dkim(String line) {
    try {
      return Batch.JSON.readTree(line).at("/dkim/0/result").asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSilentDnsCostsItsTimeoutAndIsATemporaryError() throws IOException {
    sign(file("m.eml", MESSAGE));
    dns.faultEverywhere(new Fault.Silence());
    long start = System.nanoTime();
    JsonNode result = check("--dns-timeout", "400", file("signed.eml", out));
    assertThat(result.at("/dkim/0/result").asText()).isEqualTo("temperror");
    assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
  }

  @Test
  void withoutAMessageThereIsSpfAlone() throws IOException {
    dns.txt("example.com", "v=spf1 ip4:192.0.2.0/24 -all exp=why.example.com");
    dns.txt("why.example.com", "%{i} is not %{d}'s, says %{r}");
    JsonNode pass = check("--client-ip", "192.0.2.1", "--mail-from", "joe@example.com");
    assertThat(pass.path("spf"))
        .isEqualTo(
            Batch.JSON.readTree(
                """
                {"result":"pass","identity":"mailfrom","domain":"example.com",
                 "mechanism":"ip4:192.0.2.0/24","explanation":null,"reason":null}
                """));
    assertThat(pass.has("dkim")).isFalse();
    assertThat(pass.path("receivedSpf").asText())
        .startsWith("pass receiver=mx.example.net; identity=mailfrom; ")
        .contains("client-ip=192.0.2.1; mechanism=\"ip4:192.0.2.0/24\";");
    JsonNode fail = check("--client-ip", "2001:db8::1", "--mail-from", "", "--helo", "example.com");
    assertThat(fail.at("/spf/result").asText()).isEqualTo("fail");
    assertThat(fail.at("/spf/identity").asText()).isEqualTo("helo");
    assertThat(fail.at("/spf/mechanism").asText()).isEqualTo("all");
    assertThat(fail.at("/spf/explanation").asText())
        .startsWith("2.0.0.1.0.D.B.8.0.")
        .endsWith(".0.1 is not example.com's, says mx.example.net");
    assertThat(check("--mail-from", "joe@example.com").has("spf")).isFalse();
  }

  @Test
  void dmarcIsEvaluatedFromWhatPassed() throws IOException {
    dns.txt("_dmarc.example.com", "v=DMARC1; p=reject; t=y");
    dns.txt("example.com", "v=spf1 ip4:192.0.2.1 -all");
    sign(file("m.eml", MESSAGE));
    String signed = file("signed.eml", out);
    String[] genuine = {"--client-ip", "192.0.2.1", "--mail-from", "joe@example.com", signed};
    assertThat(check(genuine).path("dmarc"))
        .isEqualTo(
            Batch.JSON.readTree(
                """
                {"result":"pass","domain":"example.com","organizationalDomain":"example.com",
                 "policy":"reject","testing":true,"aligned":["dkim","spf"],"reason":null}
                """));
    assertThat(check(genuine).path("authenticationResults").asText())
        .startsWith("mx.example.net; spf=pass smtp.mailfrom=example.com; dkim=pass ")
        .endsWith("; dmarc=pass header.from=example.com policy.dmarc=quarantine");
    JsonNode forged =
        check(
            "--client-ip", "192.0.2.2", "--mail-from", "", "--helo", "x.test", file("f", MESSAGE));
    assertThat(forged.at("/dmarc/result").asText()).isEqualTo("fail");
    assertThat(forged.at("/dmarc/aligned")).isEmpty();
  }

  @Test
  void malformedMessagesAreResults() throws IOException {
    for (String message : List.of("", "\r\n", "From a@b\r\nX: y\r\n\r\n", "\u0000\u00ff", "a")) {
      JsonNode result = check(file("m.eml", message));
      assertThat(result.path("dkim")).isEmpty();
      assertThat(result.at("/decision/action").asText()).isEqualTo("reject");
    }
  }

  @Test
  void unusableArgumentsEndWithTwoAndOneLine() throws IOException {
    String message = file("m.eml", MESSAGE);
    for (String[] arguments :
        new String[][] {
          {},
          {"frobnicate"},
          {"check", "--nonsense", message},
          {"check", "/nonexistent"},
          {"check", "--client-ip", "localhost", message},
          {"check", "--now", "yesterday", message},
          {"check", "--dns-timeout", "0", message},
          {"check", "--trusted-sealer", "a..b", message},
          {"check", "--domain-mode", "example.com", message},
          {"check", "--domain-mode", "example.com=lax", message},
          {"check", "--batch", "/nonexistent"},
          {"check", "--batch", message, message},
          {"sign", message},
          {"sign", "--key", message, "--domain", "example.com", "--selector", "s", message},
        }) {
      assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(err.lines()).as(String.join(" ", arguments)).hasSize(1);
    }
    assertThat(sign("--identity", "joe@other.example", message)).isEqualTo(2);
    assertThat(sign("--algorithm", "ed25519-sha256", message)).isEqualTo(2);
    assertThat(sign("--canonicalization", "nofws", message)).isEqualTo(2);
    assertThat(sign("--timestamp", "now", message)).isEqualTo(2);
    assertThat(sign(file("nofrom.eml", "To: a\n\n"))).isEqualTo(2);
  }
}
