package org.postseal.smtpclient;

import java.net.InetAddress;
import java.util.Optional;
import org.postseal.smtpclient.tls.PolicyType;

/**
 * The host that an outcome came from, and how it was spoken to.
 *
 * @param hostName as the route or the DNS names it
 * @param address it was reached at
 * @param tlsVersion such as {@code TLSv1.3}; empty in the clear
 * @param policy whose word decided about TLS
 * @param dsn whether it offers to report to the sender (RFC 3461), and was asked to
 */
public record Via(
    String hostName,
    InetAddress address,
    Optional<String> tlsVersion,
    PolicyType policy,
    boolean dsn) {}
