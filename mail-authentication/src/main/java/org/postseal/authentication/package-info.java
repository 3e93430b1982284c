/**
 * What is known of one message when every check has been made.
 *
 * <p>Never: a decision (that is the verifier's policy), a word of RFC 8601, a socket.
 *
 * <p>RFC 8601 §1.5 (what an authentication check is).
 */
@NullMarked
package org.postseal.authentication;

import org.jspecify.annotations.NullMarked;
