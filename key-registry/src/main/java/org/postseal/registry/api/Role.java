package org.postseal.registry.api;

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

  static final String OPERATOR_NAME = "operator";
  static final String SIGNER_NAME = "signer";
  static final String VERIFIER_NAME = "verifier";
  static final String VIEWER_NAME = "viewer";

  private final String roleName;

  Role(String roleName) {
    this.roleName = roleName;
  }

  public String roleName() {
    return roleName;
  }

  static Optional<Role> of(String name) {
    return Arrays.stream(values()).filter(r -> r.roleName.equals(name)).findFirst();
  }
}
