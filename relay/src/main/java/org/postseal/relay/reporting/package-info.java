/**
 * From a report that is due to the records it is written in: the signer is asked for its signature,
 * as for any message of ours.
 *
 * <p>Never: an unsigned report; a wait without an end; what a report says (that is {@code dsn}).
 *
 * <p>RFC 3464, RFC 6376.
 */
@NullMarked
package org.postseal.relay.reporting;

import org.jspecify.annotations.NullMarked;
