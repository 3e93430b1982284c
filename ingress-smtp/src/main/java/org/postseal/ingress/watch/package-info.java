/**
 * What an operator sees of sessions and transactions: metrics, and lines in the log.
 *
 * <p>Never: decisions.
 */
@NullMarked
package org.postseal.ingress.watch;

import org.jspecify.annotations.NullMarked;
