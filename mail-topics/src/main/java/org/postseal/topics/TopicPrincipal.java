package org.postseal.topics;

import java.util.Optional;

/**
 * Everybody the broker knows: the five services, and the operators who watch. The name is the
 * common name of a client certificate, and the principal the broker makes of it is {@code
 * User:<name>}.
 *
 * <p>A principal's consumer groups and transactional ids begin with its name, so that no service
 * can steal the partitions of another or fence its producer.
 */
public enum TopicPrincipal {
  /** Assigns its reply partition and reads the registry's topics whole: no group. */
  INGRESS_SMTP("ingress-smtp", false, false),
  SIGNER("signer", true, false),
  VERIFIER("verifier", true, false),
  /** Its writer's fixed transactional id is what fences a stale writer. */
  KEY_REGISTRY("key-registry", true, true),
  RELAY("relay", true, false),
  /** People, and the tools they watch with. */
  OPERATOR("operator", true, false);

  private final String principalName;
  private final boolean inGroups;
  private final boolean transactional;

  TopicPrincipal(String principalName, boolean inGroups, boolean transactional) {
    this.principalName = principalName;
    this.inGroups = inGroups;
    this.transactional = transactional;
  }

  /** The common name of its certificate. */
  public String principalName() {
    return principalName;
  }

  /** With what its consumer groups begin; empty if it joins none. */
  public Optional<String> groupPrefix() {
    return inGroups ? Optional.of(principalName) : Optional.empty();
  }

  /** With what its transactional ids begin; empty if it writes without transactions. */
  public Optional<String> transactionalIdPrefix() {
    return transactional ? Optional.of(principalName) : Optional.empty();
  }
}
