/**
 * Consume a question, evaluate, decide, answer; and where key records come from.
 *
 * <p>Never: a body, a rule of the decision table, an answer to a question nobody waits for.
 *
 * <p>RFC 6376 §6 (Verifier actions), RFC 8601 §2 (how results are reported).
 */
@NullMarked
package org.postseal.verifier.verification;

import org.jspecify.annotations.NullMarked;
