/**
 * {@code postseal setup}: from an empty gateway to the first domain that signs and receives.
 *
 * <p>Never: a step that the other commands do not have; it takes theirs, one after the other.
 */
@NullMarked
package org.postseal.commandline.setup;

import org.jspecify.annotations.NullMarked;
