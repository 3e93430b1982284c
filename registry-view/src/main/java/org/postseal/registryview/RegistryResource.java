package org.postseal.registryview;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which resource of the registry is meant. Its names come from strangers' messages, so each is one
 * segment of the path, or one value of the query, whatever octets it has (RFC 3986 §2.1).
 */
public final class RegistryResource {
  private static final String ROOT = "/registry/v1/";

  private final String encoded;

  private RegistryResource(String encoded) {
    this.encoded = encoded;
  }

  /**
   * The resource with these segments below the API's root.
   *
   * @throws IllegalArgumentException if one is empty or a dot-segment (RFC 3986 §3.3): those change
   *     the path even when they are encoded
   */
  public static RegistryResource at(String... segments) {
    return new RegistryResource(
        ROOT
            + Arrays.stream(segments)
                .map(RegistryResource::segment)
                .collect(Collectors.joining("/")));
  }

  /** The same with a parameter of the query. */
  public RegistryResource with(String name, String value) {
    return new RegistryResource(
        encoded + (encoded.indexOf('?') < 0 ? '?' : '&') + name + "=" + octets(value));
  }

  private static String segment(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("not a segment of a path: '" + text + "'");
    }
    return octets(text);
  }

  /** Everything but letters, digits and the marks that mean nothing. */
  private static String octets(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** Path and query, as a request has them. */
  String encoded() {
    return encoded;
  }

  @Override
  public String toString() {
    return encoded;
  }
}
