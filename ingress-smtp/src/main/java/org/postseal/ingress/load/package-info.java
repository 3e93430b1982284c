/**
 * Limits in one room: who may come in, how much a client or an account may have at one time and in
 * a period, and the memory that content in flight may take.
 *
 * <p>Never: replies, sockets.
 *
 * <p>RFC 5321 §4.5.3.1, RFC 5782.
 */
@NullMarked
package org.postseal.ingress.load;

import org.jspecify.annotations.NullMarked;
