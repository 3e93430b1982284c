package org.postseal.smtpclient.tls;

/** Why TLS did not prove what it had to: the result types of RFC 8460 §4.3. */
public enum TlsDefect {
  /** STARTTLS was not offered, or refused. */
  STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
  /** The certificate names somebody else. */
  CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
  CERTIFICATE_EXPIRED("certificate-expired"),
  /** No trusted authority issued it. */
  CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
  /** Anything else, the handshake itself included. */
  VALIDATION_FAILURE("validation-failure"),
  /** TLSA records are there, and none of them matches. */
  TLSA_INVALID("tlsa-invalid"),
  /** The DNS could not say whether there are TLSA records. */
  DNSSEC_INVALID("dnssec-invalid"),
  /** The policy could not be fetched. */
  STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
  /** What was fetched is no policy. */
  STS_POLICY_INVALID("sts-policy-invalid"),
  /** The policy's server showed a certificate that proves nothing. */
  STS_WEBPKI_INVALID("sts-webpki-invalid");

  private final String word;

  TlsDefect(String word) {
    this.word = word;
  }

  /** As reports have it. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
