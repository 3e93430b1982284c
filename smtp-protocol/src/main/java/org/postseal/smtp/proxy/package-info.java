/**
 * What a load balancer says about the client whose connection it passes on: the header of the PROXY
 * protocol, versions 1 and 2.
 *
 * <p>Never: a socket, or a decision whom to believe; that is the server's.
 *
 * <p>The PROXY protocol, versions 1 and 2 (HAProxy's {@code proxy-protocol.txt}, 2020-03-05).
 */
@NullMarked
package org.postseal.smtp.proxy;

import org.jspecify.annotations.NullMarked;
