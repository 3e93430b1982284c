/**
 * The registry's state: what it holds in memory, the rules by which a change is made or refused,
 * and the compacted topics that keep it.
 *
 * <p>Never: HTTP, DNS, a private key in clear beyond the one call that seals it, or a change that
 * was refused on a topic.
 *
 * <p>CloudEvents 1.0 (the audit events).
 */
@NullMarked
package org.postseal.registry.journal;

import org.jspecify.annotations.NullMarked;
