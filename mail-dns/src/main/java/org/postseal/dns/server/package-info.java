/**
 * A small DNS server on loopback that answers from memory with real UDP and TCP packets: for tests
 * and the demo, which change its records while it runs and make it fail on purpose.
 *
 * <p>Never: a resolver of anything that is not in its memory, or something to show the Internet.
 *
 * <p>RFC 1034 §4.3.2 (the algorithm), RFC 1035 §4.2 (transport), RFC 2308 (SOA in negative
 * answers), RFC 6891 (EDNS), RFC 7766 (TCP).
 */
@NullMarked
package org.postseal.dns.server;

import org.jspecify.annotations.NullMarked;
