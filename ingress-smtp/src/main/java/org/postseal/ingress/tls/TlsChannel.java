package org.postseal.ingress.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.postseal.accounts.sasl.SecureChannel;

/** What the JDK knows of a TLS connection whose handshake is over. */
public final class TlsChannel implements SecureChannel {
  private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
  private static final int EXPORTED_OCTETS = 32;
  private static final int RFC822_NAME = 1;

  private final SSLSession session;

  public TlsChannel(SSLSession session) {
    this.session = session;
  }

  @Override
  public String words() {
    return session.getProtocol() + " " + session.getCipherSuite();
  }

  @Override
  public Optional<byte[]> bindingData(String type) {
    return switch (type) {
      case "tls-exporter" -> exported();
      case "tls-server-end-point" -> endPoint();
      default -> Optional.empty();
    };
  }

  /**
   * RFC 9266 §2, for TLS 1.3 only: before it the exporter is unique only together with an extension
   * that we cannot ask for.
   */
  private Optional<byte[]> exported() {
    if (session instanceof ExtendedSSLSession extended && session.getProtocol().equals("TLSv1.3")) {
      try {
        return Optional.of(
            extended.exportKeyingMaterialData(
                EXPORTER_LABEL, "".getBytes(StandardCharsets.US_ASCII), EXPORTED_OCTETS));
      } catch (SSLException | UnsupportedOperationException _) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * RFC 5929 §4.1: our certificate by the hash of its signature, SHA-256 instead of MD5 and SHA-1;
   * not defined for a signature without one, such as Ed25519.
   */
  private Optional<byte[]> endPoint() {
    var certificates = session.getLocalCertificates();
    if (certificates != null && certificates[0] instanceof X509Certificate certificate) {
      var algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      int with = algorithm.indexOf("WITH");
      if (with > 0) {
        return hash(certificate, algorithm.substring(0, with));
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> hash(X509Certificate certificate, String signatureHash) {
    var name =
        switch (signatureHash) {
          case "MD5", "SHA1", "SHA256" -> "SHA-256";
          case "SHA384" -> "SHA-384";
          case "SHA512" -> "SHA-512";
          default -> signatureHash;
        };
    try {
      return Optional.of(MessageDigest.getInstance(name).digest(certificate.getEncoded()));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /** The mailbox in the certificate, or the common name of its subject. */
  @Override
  public Optional<String> clientName() {
    try {
      var certificates = session.getPeerCertificates();
      return certificates[0] instanceof X509Certificate certificate
          ? mailbox(certificate).or(() -> commonName(certificate))
          : Optional.empty();
    } catch (SSLException | CertificateParsingException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> mailbox(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Optional.empty()
        : names.stream()
            .filter(name -> name.getFirst().equals(RFC822_NAME))
            .map(name -> name.getLast().toString())
            .findFirst();
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(rdn -> rdn.getValue().toString())
              .findFirst();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}
