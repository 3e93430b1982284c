/**
 * The signer: a service that turns questions about submissions into signature fields.
 *
 * <p>Never: a body, a private key on disk or in a log.
 *
 * <p>RFC 6376 §5, RFC 6409 §6.1 (who may submit as whom).
 */
@NullMarked
package org.postseal.signer;

import org.jspecify.annotations.NullMarked;
