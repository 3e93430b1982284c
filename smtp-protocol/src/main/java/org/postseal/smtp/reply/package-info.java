/**
 * Replies as values: written by a server, read by a client, and what an EHLO reply offers.
 *
 * <p>Never: the choice of a reply, I/O.
 *
 * <p>RFC 5321 §4.2 and §4.1.1.1; enhanced status codes of RFC 2034 and RFC 3463.
 */
@NullMarked
package org.postseal.smtp.reply;

import org.jspecify.annotations.NullMarked;
