package org.postseal.smtpclient;

import java.net.InetSocketAddress;

/**
 * One address of one host to connect to.
 *
 * @param hostName as the route or the DNS names it; what TLS asks for
 * @param address resolved
 */
public record Target(String hostName, InetSocketAddress address) {}
