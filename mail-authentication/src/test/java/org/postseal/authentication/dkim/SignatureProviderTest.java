package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignatureProviderTest {
  private static final Random RANDOM = new Random(8017);

  @Test
  void nativeCodeIsUsedWhereThereIsSome() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "the jar here holds Linux code");
    assumeTrue(
        Set.of("amd64", "aarch64").contains(System.getProperty("os.arch")),
        "there is no native code for this machine");
    assertThat(SignatureProvider.inUse()).isInstanceOf(SignatureProvider.Native.class);
    assertThat(SignatureProvider.inUse().description())
        .startsWith("AmazonCorrettoCryptoProvider 2.");
  }

  @Test
  void aProviderThatComputesRightlyIsProven() {
    assertThat(SignatureProvider.proven(new WitnessProvider(Set.of())))
        .isInstanceOf(SignatureProvider.Native.class);
  }

  @Test
  void aProviderThatErrsInOneThingIsNotUsed() {
    for (WitnessProvider.Fault fault : WitnessProvider.Fault.values()) {
      SignatureProvider chosen = SignatureProvider.proven(new WitnessProvider(Set.of(fault)));
      assertThat(chosen).as(fault.name()).isInstanceOf(SignatureProvider.Platform.class);
      assertThat(chosen.preferred()).isEmpty();
      assertThat(chosen.description()).contains("Witness");
    }
  }

  @Test
  void nativeCodeThatDoesNotLoadIsNoFailure() {
    assertThat(NativeProvider.choose("org.example.NoSuchProvider", "true").description())
        .contains("no native provider is on the class path");
    assertThat(NativeProvider.choose(ForAnotherMachine.class.getName(), "true").description())
        .contains("can't load AARCH64 .so");
    assertThat(NativeProvider.choose(WithoutLibrary.class.getName(), "true").description())
        .contains("no native library");
  }

  @Test
  void itCanBeSwitchedOff() {
    assertThat(NativeProvider.choose(ForAnotherMachine.class.getName(), "false").description())
        .contains("switched off");
  }

  @Test
  void whateverComputesTheAnswerIsThatOfThePlatform() throws GeneralSecurityException {
    for (int bits : new int[] {512, 1024, 1536, 2048}) {
      for (long exponent : new long[] {3, 65_537, (1L << 40) + 15}) {
        agree(SignatureAlgorithm.RSA_SHA256, "SHA256withRSA", rsa(bits, exponent));
        agree(SignatureAlgorithm.RSA_SHA1, "SHA1withRSA", rsa(bits, exponent));
      }
    }
    agree(
        SignatureAlgorithm.ED25519_SHA256,
        "Ed25519",
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
  }

  private static void agree(SignatureAlgorithm algorithm, String jcaName, KeyPair pair)
      throws GeneralSecurityException {
    byte[] octets = new byte[200];
    RANDOM.nextBytes(octets);
    byte[] signature = Cryptography.sign(algorithm, pair.getPrivate(), octets);
    var prepared = Cryptography.prepared(pair.getPublic(), java.security.PublicKey.class);
    for (int round = 0; round < 40; round++) {
      byte[] tried = round == 0 ? signature : spoilt(signature);
      assertThat(Cryptography.verifies(algorithm, prepared, octets, tried))
          .isEqualTo(platformVerifies(algorithm, jcaName, pair, octets, tried))
          .isEqualTo(Arrays.equals(tried, signature));
    }
  }

  private static boolean platformVerifies(
      SignatureAlgorithm algorithm, String jcaName, KeyPair pair, byte[] octets, byte[] signature)
      throws GeneralSecurityException {
    Signature platform = Signature.getInstance(jcaName);
    platform.initVerify(pair.getPublic());
    platform.update(
        algorithm.keyType() == KeyType.ED25519
            ? algorithm.hash().newDigest().digest(octets)
            : octets);
    try {
      return platform.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** Longer, shorter, empty, with another bit, or nothing of the kind. */
  private static byte[] spoilt(byte[] signature) {
    byte[] spoilt = signature.clone();
    return switch (RANDOM.nextInt(5)) {
      case 0 -> Arrays.copyOf(spoilt, spoilt.length + 1);
      case 1 -> Arrays.copyOf(spoilt, RANDOM.nextInt(spoilt.length));
      case 2 -> {
        Arrays.fill(spoilt, (byte) 0xff);
        yield spoilt;
      }
      case 3 -> {
        byte[] longer = new byte[spoilt.length + 1];
        System.arraycopy(spoilt, 0, longer, 1, spoilt.length);
        yield longer;
      }
      default -> {
        spoilt[RANDOM.nextInt(spoilt.length)] ^= (byte) (1 << RANDOM.nextInt(8));
        yield spoilt;
      }
    };
  }

  private static KeyPair rsa(int bits, long exponent) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
    return generator.generateKeyPair();
  }

  /** Says what the native provider says where its library is for another machine. */
  public static final class ForAnotherMachine extends Provider {
    private static final long serialVersionUID = 1L;
    public static final ForAnotherMachine INSTANCE = new ForAnotherMachine();

    private ForAnotherMachine() {
      super("Another", "1", "not for here");
    }

    public Throwable getLoadingError() {
      return new UnsatisfiedLinkError("can't load AARCH64 .so on a AMD 64 platform");
    }
  }

  /** Cannot even be initialised. */
  public static final class WithoutLibrary {
    public static final Provider INSTANCE = none();

    private WithoutLibrary() {}

    private static Provider none() {
      throw new UnsatisfiedLinkError("no native library");
    }
  }
}
