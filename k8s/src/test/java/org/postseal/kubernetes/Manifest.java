package org.postseal.kubernetes;

/**
 * One object for the API server.
 *
 * @param kind such as {@code apps/v1 Deployment}
 * @param name its own
 * @param model the object, of the class its kind has
 */
record Manifest(String kind, String name, Object model) {
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
