/**
 * The verifier: a service that turns questions about messages into verdicts.
 *
 * <p>Never: a body, a decision kept beyond its answer.
 *
 * <p>RFC 6376 §6, RFC 8601.
 */
@NullMarked
package org.postseal.verifier;

import org.jspecify.annotations.NullMarked;
