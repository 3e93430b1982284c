/**
 * What TLS with a next hop has to prove: nothing, that a trusted authority names the host, or what
 * the host's TLSA records say; and what it came to.
 *
 * <p>Never: a socket, a dialogue. Certificates and records go in, a defect or none comes out.
 *
 * <p>RFC 7435 (opportunistic), RFC 7672 and 7671 (DANE), RFC 8461 §4 (MTA-STS), RFC 8689
 * (REQUIRETLS), RFC 9525 (names in certificates), RFC 8460 §4.3 (results to report).
 */
@NullMarked
package org.postseal.smtpclient.tls;

import org.jspecify.annotations.NullMarked;
