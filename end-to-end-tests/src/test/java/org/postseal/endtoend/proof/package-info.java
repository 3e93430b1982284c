/**
 * That the proof does what it says: its schedule, its arguments, and a short run.
 *
 * <p>Never: a run of minutes; those are for the command line.
 */
@NullMarked
package org.postseal.endtoend.proof;

import org.jspecify.annotations.NullMarked;
