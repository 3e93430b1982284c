package org.postseal.benchmarks.authentication;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postseal.authentication.dkim.SignatureAlgorithm;

/** Each primitive by each provider, as a service uses it: a fresh object for each message. */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 1)
public class ProviderBenchmark {
  /** About what the header fields of one signature come to. */
  private static final int SIGNED_OCTETS = 700;

  @Param private JcaProvider provider = JcaProvider.JDK;

  private JcaProvider.Operation rsaSigning = () -> "";
  private JcaProvider.Operation rsaVerifying = () -> "";
  private JcaProvider.Operation ed25519Signing = () -> "";
  private JcaProvider.Operation ed25519Verifying = () -> "";
  private JcaProvider.Operation sha256OfHeader = () -> "";
  private JcaProvider.Operation sha256OfBody = () -> "";

  @Setup
  public void begin() throws GeneralSecurityException {
    byte[] octets = new byte[SIGNED_OCTETS];
    byte[] digest = new byte[32];
    KeyPair rsa = SampleKey.of(SignatureAlgorithm.RSA_SHA256).pair();
    KeyPair ed25519 = SampleKey.of(SignatureAlgorithm.ED25519_SHA256).pair();
    rsaSigning = provider.signing("SHA256withRSA", rsa, octets);
    rsaVerifying = provider.verifying("SHA256withRSA", rsa, octets);
    ed25519Signing = provider.signing("Ed25519", ed25519, digest);
    ed25519Verifying = provider.verifying("Ed25519", ed25519, digest);
    sha256OfHeader = provider.sha256(octets);
    sha256OfBody = provider.sha256(new byte[30_720]);
  }

  @Benchmark
  public Object rsaSigning() throws GeneralSecurityException {
    return rsaSigning.run();
  }

  @Benchmark
  public Object rsaVerifying() throws GeneralSecurityException {
    return rsaVerifying.run();
  }

  @Benchmark
  public Object ed25519Signing() throws GeneralSecurityException {
    return ed25519Signing.run();
  }

  @Benchmark
  public Object ed25519Verifying() throws GeneralSecurityException {
    return ed25519Verifying.run();
  }

  @Benchmark
  public Object sha256Of700Octets() throws GeneralSecurityException {
    return sha256OfHeader.run();
  }

  @Benchmark
  public Object sha256Of30Kilobytes() throws GeneralSecurityException {
    return sha256OfBody.run();
  }
}
