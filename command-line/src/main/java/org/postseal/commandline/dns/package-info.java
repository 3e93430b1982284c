/**
 * What a domain's owner has to put into the DNS, and whether it is there.
 *
 * <p>Never: HTTP, a terminal, or a question to anybody but the DNS port.
 *
 * <p>RFC 1035 §5.1 (zone files), RFC 5321 §5.1 (MX), RFC 6376 §3.6 (DKIM), RFC 7208 §3 (SPF), RFC
 * 7505 (null MX), RFC 8460 §3 (TLSRPT), RFC 8461 §3.1 (MTA-STS), RFC 9989 §4 (DMARC).
 */
@NullMarked
package org.postseal.commandline.dns;

import org.jspecify.annotations.NullMarked;
