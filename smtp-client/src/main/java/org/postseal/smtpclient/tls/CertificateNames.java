package org.postseal.smtpclient.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** Whom a certificate names (RFC 9525 §6): subject alternative names, never the common name. */
final class CertificateNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private CertificateNames() {}

  /** Whether it names at least one of these hosts. */
  static boolean cover(X509Certificate certificate, List<String> hosts) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return false;
      }
      for (var name : names) {
        for (var host : hosts) {
          if (isOf(name, host)) {
            return true;
          }
        }
      }
      return false;
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  private static boolean isOf(List<?> name, String host) {
    return switch ((Integer) name.getFirst()) {
      case DNS_NAME -> matches((String) name.get(1), host);
      case IP_ADDRESS -> isAddress((String) name.get(1), host);
      default -> false;
    };
  }

  /** A wildcard is the whole leftmost label and stands for exactly one (RFC 9525 §6.3). */
  private static boolean matches(String presented, String host) {
    var pattern = presented.toLowerCase(Locale.ROOT);
    var name = host.toLowerCase(Locale.ROOT);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    int dot = name.indexOf('.');
    return dot > 0
        && pattern.indexOf('.', 2) > 0 // never a wildcard for all of a top-level domain
        && name.substring(dot).equals(pattern.substring(1));
  }

  private static boolean isAddress(String presented, String host) {
    try {
      return InetAddress.ofLiteral(presented).equals(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
