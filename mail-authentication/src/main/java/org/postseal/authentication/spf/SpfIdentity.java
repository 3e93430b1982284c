package org.postseal.authentication.spf;

/** Whose policy was asked, RFC 7208 §2.3 and §2.4. */
public enum SpfIdentity {
  /** The domain of the reverse-path. */
  MAIL_FROM,
  /** The argument of HELO or EHLO. */
  HELO
}
