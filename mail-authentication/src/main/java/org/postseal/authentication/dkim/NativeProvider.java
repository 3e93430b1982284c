package org.postseal.authentication.dkim;

import java.security.Provider;

/**
 * Finds the native provider by its name, since this library does not depend on it: whoever wants it
 * puts its jar on the class path.
 */
final class NativeProvider {
  private static final String NAME =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  static final SignatureProvider CHOICE =
      choose(NAME, System.getProperty(SignatureProvider.PROPERTY, "true"));

  private NativeProvider() {}

  /** Takes that provider unless {@code wanted} says {@code false}. */
  static SignatureProvider choose(String className, String wanted) {
    if (wanted.equalsIgnoreCase("false")) {
      return new SignatureProvider.Platform("native code is switched off");
    }
    try {
      var type = Class.forName(className, true, NativeProvider.class.getClassLoader());
      var provider = (Provider) type.getField("INSTANCE").get(null);
      Object error = type.getMethod("getLoadingError").invoke(provider);
      return error == null
          ? SignatureProvider.proven(provider)
          : new SignatureProvider.Platform("native code does not load, " + error);
    } catch (ClassNotFoundException _) {
      return new SignatureProvider.Platform("no native provider is on the class path");
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return new SignatureProvider.Platform("native code does not load, " + e);
    }
  }
}
