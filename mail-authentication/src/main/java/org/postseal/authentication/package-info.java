/**
 * What is known of one message when every check has been made; and the two doors for a message that
 * is there as a whole, {@link org.postseal.authentication.Evaluator} and {@link
 * org.postseal.authentication.Signer}.
 *
 * <p>Never: a decision (that is the verifier's policy), a word of RFC 8601, a socket.
 *
 * <p>RFC 8601 §1.5 (what an authentication check is).
 */
@NullMarked
package org.postseal.authentication;

import org.jspecify.annotations.NullMarked;
