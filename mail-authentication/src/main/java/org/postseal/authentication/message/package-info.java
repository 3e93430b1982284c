/**
 * The octets of one message: its header section, the digests of its body, and who its author is.
 *
 * <p>Never: a header field re-serialised, a charset decoded where the octets suffice, a body kept.
 *
 * <p>RFC 5322 §2 and §3.4 (fields and addresses), RFC 6376 §3.4 and §3.7 (canonicalization and
 * hashes).
 */
@NullMarked
package org.postseal.authentication.message;

import org.jspecify.annotations.NullMarked;
