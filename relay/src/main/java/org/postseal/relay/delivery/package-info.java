/**
 * From a record of an accepted message to the recorded fate of each recipient: delivered, finally
 * failed, or due again in a retry topic. Only then is the record acknowledged.
 *
 * <p>Never: a message in memory only; a wait for one destination that holds up the others; an
 * acknowledgement before the fate of each recipient is safe.
 *
 * <p>RFC 5321 §4.5.4 and §6.1 (the duty that 250 brings), RFC 1047 (duplicates).
 */
@NullMarked
package org.postseal.relay.delivery;

import org.jspecify.annotations.NullMarked;
