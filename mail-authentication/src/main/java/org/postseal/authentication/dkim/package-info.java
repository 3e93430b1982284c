/**
 * DKIM: signature fields, key records, the Verifier and the Signer.
 *
 * <p>Never: a DNS question asked otherwise than through {@link
 * org.postseal.authentication.dkim.KeyRecordSource}, a word of RFC 8601 (those belong to {@code
 * authresults}), a signature made with SHA-1.
 *
 * <p>RFC 6376 with RFC 8301 (algorithms and key sizes), RFC 8463 (Ed25519) and RFC 8616
 * (internationalised names).
 */
@NullMarked
package org.postseal.authentication.dkim;

import org.jspecify.annotations.NullMarked;
