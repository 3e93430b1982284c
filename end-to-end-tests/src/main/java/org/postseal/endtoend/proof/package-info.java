/**
 * {@code ./postseal bench proof}: a gateway of many processes, clients that write down what they
 * are told, next hops that note what they get, and faults by a schedule; then everything is
 * accounted for.
 *
 * <p>Never: a fault that the schedule does not have, or one that is not noted.
 */
@NullMarked
package org.postseal.endtoend.proof;

import org.jspecify.annotations.NullMarked;
