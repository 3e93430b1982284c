/**
 * The books of a run in which everything dies: what clients were told, what next hops got and what
 * the topics say, set against each other until every message is accounted for.
 *
 * <p>Never: a clock, a socket or a process. Evidence goes in, a verdict comes out.
 */
@NullMarked
package org.postseal.endtoend.accounting;

import org.jspecify.annotations.NullMarked;
