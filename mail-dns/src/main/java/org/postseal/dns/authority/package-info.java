/**
 * An authoritative DNS server of zones that hold TXT records and nothing else, made to be shown to
 * the Internet: what comes in is bounded in size, number and time, and what goes out is small.
 *
 * <p>Never: recursion, an answer about somebody else's zone, transfers, NOTIFY, updates, DNSSEC, or
 * memory that grows with what is asked.
 *
 * <p>RFC 1034 §4.3.2 (the algorithm), RFC 2308 (negative answers), RFC 6891 (EDNS), RFC 7766 (TCP),
 * RFC 8020 (empty non-terminals), RFC 8482 (ANY), RFC 9715 (no more than 1,232 octets by UDP).
 */
@NullMarked
package org.postseal.dns.authority;

import org.jspecify.annotations.NullMarked;
