/**
 * What is due later: when, on which topic, and the waiting until then.
 *
 * <p>Never: a queue in memory that a crash could lose; a delayed record that holds up another topic
 * or partition; delivery itself.
 *
 * <p>RFC 5321 §4.5.4.1 (sending strategy).
 */
@NullMarked
package org.postseal.relay.retry;

import org.jspecify.annotations.NullMarked;
