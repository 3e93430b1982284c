/**
 * The SASL mechanisms of AUTH, on the server's side: octets of the client in, a challenge, a
 * question about an account or an outcome out.
 *
 * <p>Never: sockets, replies, base64, looking up an account.
 *
 * <p>RFC 4422, RFC 4616 (PLAIN), RFC 5802 and RFC 7677 (SCRAM-SHA-256), RFC 5929 and RFC 9266
 * (channel bindings), RFC 7628 (OAUTHBEARER).
 */
@NullMarked
package org.postseal.accounts.sasl;

import org.jspecify.annotations.NullMarked;
