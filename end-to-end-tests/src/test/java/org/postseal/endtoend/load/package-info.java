/**
 * Tests of what measures.
 *
 * <p>Never: a measurement.
 *
 * <p>RFC 5321 (what the clients speak).
 */
@NullMarked
package org.postseal.endtoend.load;

import org.jspecify.annotations.NullMarked;
