package org.postseal.authentication.dkim;

import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A provider that has the platform compute, and errs on purpose. */
final class WitnessProvider extends Provider {
  private static final long serialVersionUID = 1L;

  /** What it does wrong. */
  enum Fault {
    SIGNS_NONSENSE_WITH_RSA,
    SIGNS_NONSENSE_WITH_ED25519,
    VERIFIES_ANY_RSA,
    VERIFIES_ANY_ED25519,
    VERIFIES_NO_RSA,
    VERIFIES_NO_ED25519,
    THROWS,
    HAS_NO_ED25519
  }

  WitnessProvider(Set<Fault> faults) {
    super("Witness", "1", "computes as the platform does");
    putService(
        new Service(this, "KeyFactory", "RSA", "Keys", List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new Keys(KeyFactory.getInstance("RSA"));
          }
        });
    offer("SHA256withRSA", "RSA", faults);
    if (!faults.contains(Fault.HAS_NO_ED25519)) {
      offer("Ed25519", "ED25519", faults);
    }
  }

  private void offer(String algorithm, String kind, Set<Fault> faults) {
    putService(
        new Service(this, "Signature", algorithm, "Signatures", List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new Signatures(Signature.getInstance(algorithm), kind, faults);
          }
        });
  }

  private static final class Signatures extends SignatureSpi {
    private final Signature platform;
    private final String kind;
    private final Set<Fault> faults;

    Signatures(Signature platform, String kind, Set<Fault> faults) {
      this.platform = platform;
      this.kind = kind;
      this.faults = faults;
    }

    private boolean errs(String how) {
      return faults.contains(Fault.valueOf(how + kind));
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      platform.initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      platform.initSign(key);
    }

    @Override
    protected void engineUpdate(byte octet) throws SignatureException {
      platform.update(octet);
    }

    @Override
    protected void engineUpdate(byte[] octets, int from, int length) throws SignatureException {
      platform.update(octets, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      if (faults.contains(Fault.THROWS)) {
        throw new IllegalStateException("the native code is broken");
      }
      byte[] signature = platform.sign();
      if (errs("SIGNS_NONSENSE_WITH_")) {
        signature[0] ^= 1;
      }
      return signature;
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      return errs("VERIFIES_ANY_") || (!errs("VERIFIES_NO_") && platform.verify(signature));
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new InvalidParameterException("there is none");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new InvalidParameterException("there is none");
    }
  }

  private static final class Keys extends KeyFactorySpi {
    private final KeyFactory platform;

    Keys(KeyFactory platform) {
      this.platform = platform;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return platform.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return platform.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type)
        throws InvalidKeySpecException {
      return platform.getKeySpec(key, type);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return platform.translateKey(key);
    }
  }
}
