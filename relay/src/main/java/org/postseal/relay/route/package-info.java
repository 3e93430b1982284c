/**
 * Where a message goes next: the operator's routes, and the mail exchangers of everybody else.
 *
 * <p>Never: a socket, a topic, a file. Names go in, hosts in the order to try come out; the DNS is
 * a port.
 *
 * <p>RFC 5321 §5 (locating the target host), RFC 7505 (null MX), RFC 3463 (why not).
 */
@NullMarked
package org.postseal.relay.route;

import org.jspecify.annotations.NullMarked;
