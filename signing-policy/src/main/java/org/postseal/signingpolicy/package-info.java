/**
 * The grammar of {@code XSIGNPOL}, by which a domain's mail exchanger states the domain's signing
 * policy and public keys, and of its HTTPS twin: for server and client. {@code docs/xsignpol.md}
 * describes the extension as a whole.
 *
 * <p>Never: a socket, a clock, a cache, a private key, a decision about a message.
 *
 * <p>RFC 5321 §2.2.2 and §4.5.3.1 (extensions, lengths), RFC 6376 §3.2 and §3.6.1 (tag lists, key
 * records), RFC 8461 (the model of policy, id and max_age), RFC 2034 (enhanced status codes).
 */
@NullMarked
package org.postseal.signingpolicy;

import org.jspecify.annotations.NullMarked;
