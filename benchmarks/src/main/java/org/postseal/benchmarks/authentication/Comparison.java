package org.postseal.benchmarks.authentication;

import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.DKIMVerifier;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SignatureProvider;

/**
 * Postseal, Apache jDKIM and OpenSSL's bare primitives, one after the other on the same messages,
 * in as many rounds as the first argument says; prints the medians. Run it on an idle core.
 *
 * <p>Every rate is one of a second of processor time. The messages are signed by Postseal; both
 * libraries verify them with the key record at hand, no DNS is asked.
 */
public final class Comparison {
  private static final int[] SIZES = {2048, 30_720, 1_048_576};
  private static final int SECONDS = 1;

  private final Map<String, double[]> rates = new LinkedHashMap<>();
  private final Map<String, Rates.Operation> operations = new LinkedHashMap<>();
  private final int rounds;

  private Comparison(int rounds) {
    this.rounds = rounds;
  }

  /** {@code [rounds]}, 5 unless said otherwise. */
  public static void main(String[] arguments) throws Exception {
    var comparison = new Comparison(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5);
    comparison.prepare();
    comparison.measure();
    comparison.print();
  }

  private void prepare() throws Exception {
    for (SignatureAlgorithm algorithm :
        List.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256)) {
      SampleKey key = SampleKey.of(algorithm);
      for (int size : SIZES) {
        byte[] unsigned = SampleMail.ofSize(size);
        byte[] signed = SampleMail.below(key.sign(unsigned), unsigned);
        operations.put(name("verify", algorithm, size), () -> key.verify(signed));
        operations.put(name("sign", algorithm, size), () -> key.sign(unsigned));
        if (algorithm == SignatureAlgorithm.RSA_SHA256) {
          operations.put("jDKIM verify " + size, () -> jdkimVerify(key, signed));
          operations.put("jDKIM sign " + size, () -> jdkimSign(key, unsigned));
        }
      }
    }
  }

  private static String name(String what, SignatureAlgorithm algorithm, int size) {
    return what + " " + algorithm.word() + " " + size;
  }

  private static Object jdkimVerify(SampleKey key, byte[] message) throws Exception {
    var verifier = new DKIMVerifier((_, _, _) -> List.of(key.keyRecord()));
    var verified = verifier.verify(new ByteArrayInputStream(message));
    if (verified == null || verified.size() != 1) {
      throw new IllegalStateException("jDKIM does not verify the message");
    }
    return verified;
  }

  private static Object jdkimSign(SampleKey key, byte[] message) throws Exception {
    String template =
        "v=1; s=s1; d=example.com; h=from:to:subject:date:message-id:mime-version:content-type;"
            + " a=rsa-sha256; c=relaxed/relaxed; bh=; b=;";
    return new DKIMSigner(template, key.pair().getPrivate())
        .sign(new ByteArrayInputStream(message));
  }

  private void measure() throws Exception {
    for (Rates.Operation operation : operations.values()) {
      Rates.perSecond(operation, 2 * SECONDS); // what the compiler does now it need not do later
    }
    for (int round = 0; round < rounds; round++) {
      OpenSsl.Rsa rsa = OpenSsl.rsa2048(SECONDS);
      note("openssl sign", round, rsa.signs());
      note("openssl verify", round, rsa.verifies());
      for (int size : SIZES) {
        note("openssl sha256 " + size, round, OpenSsl.sha256(size, SECONDS));
      }
      for (var operation : operations.entrySet()) {
        note(operation.getKey(), round, Rates.perSecond(operation.getValue(), SECONDS));
      }
    }
  }

  private void note(String what, int round, double rate) {
    rates.computeIfAbsent(what, _ -> new double[rounds])[round] = rate;
  }

  private double rate(String what) {
    return Rates.median(rates.getOrDefault(what, new double[] {Double.NaN}));
  }

  /** How often one SHA-256 of the message and one RSA operation could be done by OpenSSL alone. */
  private double bound(String rsa, int size) {
    return 1 / (1 / rate("openssl sha256 " + size) + 1 / rate(rsa));
  }

  private void print() {
    PrintStream out = System.out;
    out.printf("RSA and Ed25519 by %s%n", SignatureProvider.inUse().description());
    out.printf("Medians of %d rounds; every figure is a rate per second of one core.%n%n", rounds);
    out.printf(
        "openssl speed: RSA-2048 signs %s, verifies %s%n%n",
        Rates.text(rate("openssl sign")), Rates.text(rate("openssl verify")));
    out.printf(
        "%-6s %9s | %10s | %8s %7s | %14s %7s | %10s%n",
        "", "octets", "rsa-sha256", "jDKIM", "ratio", "SHA-256 + RSA", "share", "ed25519");
    for (String what : List.of("verify", "sign")) {
      for (int size : SIZES) {
        row(out, what, size);
      }
    }
    double signing = rate(name("sign", SignatureAlgorithm.RSA_SHA256, SIZES[0]));
    out.printf(
        "%nsigning %d octets is %.1f %% of openssl's bare signatures%n",
        SIZES[0], 100 * signing / rate("openssl sign"));
  }

  private void row(PrintStream out, String what, int size) {
    double ours = rate(name(what, SignatureAlgorithm.RSA_SHA256, size));
    double theirs = rate("jDKIM " + what + " " + size);
    double bound = bound("openssl " + what, size);
    out.printf(
        "%-6s %9d | %10s | %8s %6.1fx | %14s %5.0f %% | %10s%n",
        what,
        size,
        Rates.text(ours),
        Rates.text(theirs),
        ours / theirs,
        Rates.text(bound),
        100 * ours / bound,
        Rates.text(rate(name(what, SignatureAlgorithm.ED25519_SHA256, size))));
  }
}
