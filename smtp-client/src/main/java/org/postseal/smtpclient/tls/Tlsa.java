package org.postseal.smtpclient.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.dns.TlsaRecord;

/**
 * Certificates against TLSA records, as mail does it (RFC 7672 §3.1): DANE-EE and DANE-TA only,
 * since no authority is trusted by mail servers everywhere.
 */
public final class Tlsa {
  private static final int DANE_TA = 2;
  private static final int DANE_EE = 3;
  private static final int CERTIFICATE = 0;
  private static final int PUBLIC_KEY = 1;
  private static final int EXACT = 0;
  private static final int SHA_256 = 1;
  private static final int SHA_512 = 2;

  private Tlsa() {}

  /** RFC 7672 §3.1.3: PKIX-TA and PKIX-EE are unusable in mail, and so is what nobody defined. */
  public static boolean isUsable(TlsaRecord record) {
    boolean known =
        (record.usage() == DANE_TA || record.usage() == DANE_EE)
            && (record.selector() == CERTIFICATE || record.selector() == PUBLIC_KEY);
    return known
        && switch (record.matching()) {
          case EXACT -> isReadable(record);
          case SHA_256 -> record.association().length() == 64;
          case SHA_512 -> record.association().length() == 128;
          default -> false;
        };
  }

  private static boolean isReadable(TlsaRecord record) {
    return record.selector() == CERTIFICATE
        ? certificateOf(record).isPresent()
        : !record.association().isEmpty();
  }

  /** What is wrong with this chain, the host's own certificate first. */
  static Optional<TlsDefect> judge(List<X509Certificate> chain, TlsPolicy.Dane policy) {
    if (chain.isEmpty()) {
      return Optional.of(TlsDefect.VALIDATION_FAILURE);
    }
    var defect = TlsDefect.TLSA_INVALID;
    for (var record : policy.records()) {
      var found =
          record.usage() == DANE_EE
              ? judgeHost(chain.getFirst(), record)
              : judgeAuthority(chain, record, policy.names());
      if (found.isEmpty()) {
        return found;
      }
      if (found.get() != TlsDefect.TLSA_INVALID) {
        defect = found.get();
      }
    }
    return Optional.of(defect);
  }

  /** RFC 7672 §3.1.1: names and dates of the certificate do not matter. */
  private static Optional<TlsDefect> judgeHost(X509Certificate host, TlsaRecord record) {
    return matches(host, record) ? Optional.empty() : Optional.of(TlsDefect.TLSA_INVALID);
  }

  /** RFC 7672 §3.1.2: a path to the trust anchor, and one of the names. */
  private static Optional<TlsDefect> judgeAuthority(
      List<X509Certificate> chain, TlsaRecord record, List<String> names) {
    var anchored = anchored(chain, record);
    if (anchored.isEmpty()) {
      return Optional.of(TlsDefect.TLSA_INVALID);
    }
    try {
      var path = anchored.get().path();
      for (var certificate : path) {
        certificate.checkValidity();
      }
      if (path.size() > 1 || !matches(path.getFirst(), record)) {
        var parameters = new PKIXParameters(Set.of(anchored.get().anchor()));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
            .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      }
    } catch (GeneralSecurityException e) {
      return Optional.of(Authorities.defect(e));
    }
    return CertificateNames.cover(chain.getFirst(), names)
        ? Optional.empty()
        : Optional.of(TlsDefect.CERTIFICATE_HOST_MISMATCH);
  }

  /** Certificates from the host's up to, without, the trust anchor. */
  private record Anchored(List<X509Certificate> path, TrustAnchor anchor) {}

  private static Optional<Anchored> anchored(List<X509Certificate> chain, TlsaRecord record) {
    for (int i = 0; i < chain.size(); i++) {
      if (matches(chain.get(i), record)) {
        // an anchor that is the host's own certificate leaves a path of that one alone
        var path = List.copyOf(chain.subList(0, Math.max(1, i)));
        return Optional.of(new Anchored(path, new TrustAnchor(chain.get(i), null)));
      }
    }
    if (record.matching() != EXACT) {
      return Optional.empty();
    }
    // RFC 7671 §5.2.2: the anchor itself need not be sent if the record holds it as a whole
    return record.selector() == CERTIFICATE
        ? certificateOf(record)
            .map(anchor -> new Anchored(List.copyOf(chain), new TrustAnchor(anchor, null)))
        : keyAnchor(chain, record);
  }

  private static Optional<Anchored> keyAnchor(List<X509Certificate> chain, TlsaRecord record) {
    var last = chain.getLast();
    try {
      var spec = new X509EncodedKeySpec(HexFormat.of().parseHex(record.association()));
      var key = KeyFactory.getInstance(algorithmOf(last)).generatePublic(spec);
      return Optional.of(
          new Anchored(
              List.copyOf(chain), new TrustAnchor(last.getIssuerX500Principal(), key, null)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The kind of key that signed a certificate. */
  private static String algorithmOf(X509Certificate signed) {
    var name = signed.getSigAlgName();
    int with = name.indexOf("with");
    var key = with < 0 ? name : name.substring(with + 4);
    return switch (key) {
      case "ECDSA" -> "EC";
      case "RSA", "RSASSA-PSS" -> "RSA";
      default -> key;
    };
  }

  private static boolean matches(X509Certificate certificate, TlsaRecord record) {
    try {
      var selected =
          record.selector() == CERTIFICATE
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      var data =
          switch (record.matching()) {
            case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
          };
      return HexFormat.of().formatHex(data).equals(record.association());
    } catch (CertificateEncodingException _) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  private static Optional<X509Certificate> certificateOf(TlsaRecord record) {
    try {
      var octets = HexFormat.of().parseHex(record.association());
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(octets)));
    } catch (CertificateException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
