/**
 * Which hosts take the mail of a domain: its mail exchangers and their addresses, in the order to
 * try, and which addresses are never connected to.
 *
 * <p>Never: a socket, an operator's route. Names go in, hosts come out; the DNS is a port.
 *
 * <p>RFC 5321 §5 (locating the target host), RFC 7505 (null MX), RFC 6890 (special addresses), RFC
 * 8305 §4 (both families), RFC 3463 (why not).
 */
@NullMarked
package org.postseal.smtpclient.hosts;

import org.jspecify.annotations.NullMarked;
