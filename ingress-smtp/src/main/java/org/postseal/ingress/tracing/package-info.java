/**
 * The spans of the mail transactions that are open in this replica, for the edges that go on with
 * them: the server begins and ends them, the hand-over makes its legs children of them.
 *
 * <p>Never: a decision; anything a client sent as trace context; a span for which no transaction is
 * open.
 */
@NullMarked
package org.postseal.ingress.tracing;

import org.jspecify.annotations.NullMarked;
