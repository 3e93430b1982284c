/**
 * How results are reported: the one mapping from evaluations to the words of RFC 8601, the
 * Authentication-Results field, and the recognition of those that a forger wrote in our name.
 *
 * <p>Never: a check made here, a decision.
 *
 * <p>RFC 8601 §2 (the field), §2.7 (the words), §5 (removing forged ones), RFC 6008 (header.b).
 */
@NullMarked
package org.postseal.authentication.authresults;

import org.jspecify.annotations.NullMarked;
