package org.postseal.benchmarks.authentication;

import java.security.GeneralSecurityException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SignatureProvider;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.MessageDigester;

/** Signing and verifying one message of a given size, octets in, signature or result out. */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DkimBenchmark {
  /** Octets of the message, about. */
  @Param({"2048", "30720", "1048576"})
  private int size;

  @Param({"RSA_SHA256", "ED25519_SHA256"})
  private SignatureAlgorithm algorithm = SignatureAlgorithm.RSA_SHA256;

  /** Whether the native provider may compute; each fork chooses anew. */
  @Param({"true", "false"})
  private String nativeCryptography = "true";

  private @Nullable SampleKey key;
  private byte[] unsigned = new byte[0];
  private byte[] signed = new byte[0];

  @Setup
  public void sign() throws GeneralSecurityException {
    System.setProperty(SignatureProvider.PROPERTY, nativeCryptography);
    var fresh = SampleKey.of(algorithm);
    unsigned = SampleMail.ofSize(size);
    signed = SampleMail.below(fresh.sign(unsigned), unsigned);
    key = fresh;
  }

  @Benchmark
  public String signing() {
    return Objects.requireNonNull(key).sign(unsigned);
  }

  @Benchmark
  public DkimResult verifying() {
    return Objects.requireNonNull(key).verify(signed);
  }

  @Benchmark
  public DigestedMessage digesting() {
    return SampleKey.digest(MessageDigester.forVerifying(DigestLimits.DEFAULT), signed);
  }
}
