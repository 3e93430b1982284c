/**
 * Who exists in local domains: a file of recipients that is read again when it changes, and
 * questions to the next hop, whose answers are remembered.
 *
 * <p>Never: sessions of clients, replies to them.
 *
 * <p>RFC 5321 §3.3 (550 at RCPT), RFC 2033 (LMTP).
 */
@NullMarked
package org.postseal.ingress.recipients;

import org.jspecify.annotations.NullMarked;
