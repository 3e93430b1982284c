package org.postseal.registry.api;

/** Where the registry's resources are. */
final class RegistryPaths {

  static final String ROOT = "/registry/v1";

  private RegistryPaths() {}
}
