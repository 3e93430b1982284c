package org.postseal.authentication.dkim;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;

/**
 * Who computes RSA and Ed25519 signatures: the Amazon Corretto Crypto Provider where it is on the
 * class path, its native code loads and it proves itself; the Java platform anywhere else. Chosen
 * once per process, when first needed; never registered with the JVM, so that nobody else's
 * cryptography changes. Digests are the platform's own in any case, for they are as fast.
 */
public sealed interface SignatureProvider {
  /** The system property that keeps native code out when it says {@code false}. */
  String PROPERTY = "postseal.native-cryptography";

  /** A native provider, loaded and tested. */
  record Native(Provider provider) implements SignatureProvider {
    @Override
    public String description() {
      return provider.getName() + " " + provider.getVersionStr();
    }
  }

  /**
   * The providers of the Java platform.
   *
   * @param reason why not native code, one clause for people
   */
  record Platform(String reason) implements SignatureProvider {
    @Override
    public String description() {
      return "the Java platform: " + reason;
    }
  }

  /** Who it is, and why, for a log. */
  String description();

  /** The one in use. The first call may take half a second, for it loads and tests native code. */
  static SignatureProvider inUse() {
    return NativeProvider.CHOICE;
  }

  /** The provider to ask first; empty where the platform's own search is to choose. */
  default Optional<Provider> preferred() {
    return switch (this) {
      case Native(Provider provider) -> Optional.of(provider);
      case Platform _ -> Optional.empty();
    };
  }

  /** That provider if it computes what everybody computes, else the platform. */
  static SignatureProvider proven(Provider candidate) {
    try {
      return SelfTest.passes(candidate)
          ? new Native(candidate)
          : new Platform(candidate.getName() + " computes wrongly");
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return new Platform(candidate.getName() + " fails: " + e);
    }
  }
}
