package org.postseal.access;

import java.util.Arrays;
import java.util.Optional;

/** Who may ask what; the names stand in the tokens file. */
public enum Role {
  /** Changes everything, sees everything but private keys. */
  OPERATOR(Role.OPERATOR_NAME),
  /** Fetches private keys, and nothing else. */
  SIGNER(Role.SIGNER_NAME),
  /** Looks up public keys and policies. */
  VERIFIER(Role.VERIFIER_NAME),
  /** Sees what operators see. */
  VIEWER(Role.VIEWER_NAME);

  /** The names, as annotations need them. */
  public static final String OPERATOR_NAME = "operator";

  public static final String SIGNER_NAME = "signer";
  public static final String VERIFIER_NAME = "verifier";
  public static final String VIEWER_NAME = "viewer";

  private final String roleName;

  Role(String roleName) {
    this.roleName = roleName;
  }

  /** As the tokens file has it. */
  public String roleName() {
    return roleName;
  }

  /** The role of that name. */
  public static Optional<Role> of(String name) {
    return Arrays.stream(values()).filter(r -> r.roleName.equals(name)).findFirst();
  }
}
