package org.postseal.accounts.sasl;

import java.util.Optional;

/** What the mechanisms may know about the TLS connection that they are used in. */
public interface SecureChannel {

  /** Protocol and cipher suite, with a space between them. */
  String words();

  /**
   * The channel binding data of a type, {@code tls-exporter} (RFC 9266) or {@code
   * tls-server-end-point} (RFC 5929 §4). Empty if the type is not known, or this connection has no
   * such data.
   */
  Optional<byte[]> bindingData(String type);

  /** The name in the client's certificate, if it showed one that is trusted. */
  Optional<String> clientName();
}
