/**
 * What compacted topics of the relay say now: read whole before anything is delivered, and followed
 * from then on.
 *
 * <p>Never: what their records mean.
 */
@NullMarked
package org.postseal.relay.latest;

import org.jspecify.annotations.NullMarked;
