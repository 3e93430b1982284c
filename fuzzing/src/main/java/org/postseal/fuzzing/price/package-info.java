/**
 * What the dearest message costs: a search for the one that takes most of the processor's time and
 * of DNS questions. Never: an opinion about what a message means.
 */
@NullMarked
package org.postseal.fuzzing.price;

import org.jspecify.annotations.NullMarked;
