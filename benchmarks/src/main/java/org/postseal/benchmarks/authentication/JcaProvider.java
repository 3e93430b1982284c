package org.postseal.benchmarks.authentication;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The providers that could compute, each asked for itself. */
public enum JcaProvider {
  JDK {
    @Override
    Optional<Provider> provider() {
      return Optional.empty();
    }
  },
  BOUNCY_CASTLE {
    @Override
    Optional<Provider> provider() {
      return Optional.of(BouncyCastle.PROVIDER);
    }
  },
  CORRETTO {
    @Override
    Optional<Provider> provider() {
      return Optional.of(AmazonCorrettoCryptoProvider.INSTANCE);
    }
  };

  /** An operation to be measured. */
  interface Operation {
    Object run() throws GeneralSecurityException;
  }

  private static final class BouncyCastle {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }

  /** Empty for the platform's own choice. */
  abstract Optional<Provider> provider();

  private Signature signature(String algorithm) throws GeneralSecurityException {
    return provider().isEmpty()
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, provider().get());
  }

  /** Its own key factory where it has one, as a service would use it. */
  private KeyFactory keys(String algorithm) throws GeneralSecurityException {
    return provider().filter(p -> p.getService("KeyFactory", algorithm) != null).isEmpty()
        ? KeyFactory.getInstance(algorithm)
        : KeyFactory.getInstance(algorithm, provider().get());
  }

  private static String keyAlgorithm(KeyPair pair) {
    return pair.getPublic().getAlgorithm().equals("RSA") ? "RSA" : "Ed25519";
  }

  Operation signing(String algorithm, KeyPair pair, byte[] octets) throws GeneralSecurityException {
    PrivateKey key =
        keys(keyAlgorithm(pair))
            .generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded()));
    return () -> {
      Signature signer = signature(algorithm);
      signer.initSign(key);
      signer.update(octets);
      return signer.sign();
    };
  }

  Operation verifying(String algorithm, KeyPair pair, byte[] octets)
      throws GeneralSecurityException {
    PublicKey key =
        keys(keyAlgorithm(pair))
            .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
    byte[] signature = (byte[]) JDK.signing(algorithm, pair, octets).run();
    return () -> {
      Signature verifier = signature(algorithm);
      verifier.initVerify(key);
      verifier.update(octets);
      if (!verifier.verify(signature)) {
        throw new IllegalStateException("what is measured does not work");
      }
      return verifier;
    };
  }

  Operation sha256(byte[] octets) {
    return () -> {
      MessageDigest digest =
          provider().isEmpty()
              ? MessageDigest.getInstance("SHA-256")
              : MessageDigest.getInstance("SHA-256", provider().get());
      return digest.digest(octets);
    };
  }
}
