/**
 * The client side of SMTP and LMTP: one connection, one transaction, and what became of each
 * recipient.
 *
 * <p>Never: a topic, a retry, the choice of a route. Whatever a next hop does ends as an outcome
 * per recipient.
 *
 * <p>RFC 5321 §3 and §4.5.3.2, RFC 2033 (LMTP), RFC 2920 (pipelining), RFC 1870 (SIZE), RFC 6152
 * (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3207 (STARTTLS).
 */
@NullMarked
package org.postseal.smtpclient;

import org.jspecify.annotations.NullMarked;
