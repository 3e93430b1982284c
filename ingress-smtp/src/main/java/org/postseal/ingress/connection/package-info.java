/**
 * One client's connection from its acceptance to its end: sockets, timers, what it sends cut into
 * what the session takes, and what the session asks for; and the listeners that take clients in.
 *
 * <p>Never: SMTP decisions; those are made in {@code session} and {@code acceptance}.
 *
 * <p>RFC 5321 §4.5.3.2.
 */
@NullMarked
package org.postseal.ingress.connection;

import org.jspecify.annotations.NullMarked;
