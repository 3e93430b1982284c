package org.postseal.registry.api;

/** Where the registry's resources are. */
public final class RegistryPaths {

  /** What they all begin with. */
  public static final String ROOT = "/registry/v1";

  private RegistryPaths() {}
}
