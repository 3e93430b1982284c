/**
 * The attack on a whole session: a client that sends anything, and fakes of all that stands behind.
 *
 * <p>Never: a parser alone; those of the libraries are attacked in {@code org.postseal.fuzzing}.
 */
@NullMarked
package org.postseal.fuzzing.session;

import org.jspecify.annotations.NullMarked;
