/**
 * What this server states about its domains to whoever asks by {@code XSIGNPOL} ({@code
 * docs/xsignpol.md}): to whom, and from where.
 *
 * <p>Never: a private key (not even as ciphertext), a question to anybody else, a statement about a
 * domain that is not ours to sign for.
 *
 * <p>RFC 5321 §2.2.2 (X-extensions), RFC 6376 §3.6.1 (key records).
 */
@NullMarked
package org.postseal.ingress.statements;

import org.jspecify.annotations.NullMarked;
