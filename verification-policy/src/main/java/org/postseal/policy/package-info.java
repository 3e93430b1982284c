/**
 * The decision table: what becomes of a message, given what was found out about it.
 *
 * <p>Never: a question to anybody, a clock, a thread; values in, a value out.
 *
 * <p>RFC 7372 (reply codes of failed authentication), RFC 3463 (enhanced status codes), RFC 5322
 * §3.6.2 (who the author is), RFC 6376 §6.3 (what a Verifier may conclude).
 */
@NullMarked
package org.postseal.policy;

import org.jspecify.annotations.NullMarked;
