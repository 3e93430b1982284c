/**
 * Forging messages, and what readers make of those that were accepted. Never: a message that
 * anybody has really sent.
 *
 * <p>RFC 5322 §3.4, §3.6; RFC 8601 §5; RFC 9989 §5.3.
 */
@NullMarked
package org.postseal.endtoend.forgeries;

import org.jspecify.annotations.NullMarked;
