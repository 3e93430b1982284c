/**
 * Changes of other people's DNS servers: dynamic updates, signed.
 *
 * <p>Never: an update without a TSIG, a belief in an answer without one, or records other than TXT.
 *
 * <p>RFC 2136 (dynamic updates), RFC 8945 (TSIG).
 */
@NullMarked
package org.postseal.dns.update;

import org.jspecify.annotations.NullMarked;
