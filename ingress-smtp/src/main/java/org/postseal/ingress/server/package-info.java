/**
 * The edge of the ingress: listeners, sockets, TLS, timers, and the memory that content in flight
 * may take.
 *
 * <p>Never: SMTP decisions; those are made in {@code session} and {@code acceptance}.
 *
 * <p>RFC 5321 §4.5.3.2, RFC 8314.
 */
@NullMarked
package org.postseal.ingress.server;

import org.jspecify.annotations.NullMarked;
