/**
 * The operators' hands on mail that waits, is held or is quarantined: what there is, what to do
 * with it, and who did.
 *
 * <p>Never: state that is nowhere but here. What is shown is read from the topics, what was decided
 * is written to them, and any replica can do either.
 */
@NullMarked
package org.postseal.relay.desk;

import org.jspecify.annotations.NullMarked;
