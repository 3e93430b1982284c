/**
 * Parts die while mail flows: clients hear 250 or 451, and what heard 250 arrives.
 *
 * <p>Never: a part that is asked to stop; they are killed.
 */
@NullMarked
package org.postseal.endtoend.faults;

import org.jspecify.annotations.NullMarked;
