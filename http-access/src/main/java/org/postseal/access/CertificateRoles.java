package org.postseal.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Subjects of certificates and their roles, from lines {@code SUBJECT:role}; a subject on several
 * lines has several roles. Subjects are compared as a whole, RFC 5280 §7.1, so that {@code
 * CN=alice} is not {@code CN=alice,O=Example}; how they are spaced and written does not count.
 */
public final class CertificateRoles {
  private static final int LONGEST_NAME = 100;

  private final Map<X500Principal, Set<Role>> roles;

  private CertificateRoles(Map<X500Principal, Set<Role>> roles) {
    this.roles = roles;
  }

  /**
   * Reads the text of a file; empty lines and lines beginning with {@code #} do not count.
   *
   * @throws IllegalArgumentException naming the line
   */
  public static CertificateRoles parse(String text) {
    return new CertificateRoles(
        RoleLines.read(
            text,
            CertificateRoles::subject,
            "SUBJECT:role, such as CN=alice,O=Example:operator; roles are operator, signer,"
                + " verifier, viewer"));
  }

  private static Optional<X500Principal> subject(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new X500Principal(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** What the owner of a certificate may do; its name for audit events is the subject. */
  public Optional<Tokens.Holder> holderOf(X500Principal subject) {
    return Optional.ofNullable(roles.get(subject))
        .map(has -> new Tokens.Holder(shortened(subject.getName()), Set.copyOf(has)));
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }
}
