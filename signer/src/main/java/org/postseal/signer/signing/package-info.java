/**
 * Consume a question, check who writes as whom, sign, answer.
 *
 * <p>Never: unsigned mail of a domain that signs, a signature for somebody else's domain.
 *
 * <p>RFC 6376 §5 (Signer actions), RFC 6409 §6.1 (enforced identities), RFC 5322 §3.6.2 (From).
 */
@NullMarked
package org.postseal.signer.signing;

import org.jspecify.annotations.NullMarked;
