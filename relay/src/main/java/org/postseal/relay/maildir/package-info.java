/**
 * Delivery into a Maildir: one file per message and recipient, whole or not there.
 *
 * <p>Never: a topic, a socket, the choice of a route, a change to the content.
 *
 * <p>Maildir as D. J. Bernstein's maildir(5) has it; RFC 5321 §4.4 (Return-Path at final delivery).
 */
@NullMarked
package org.postseal.relay.maildir;

import org.jspecify.annotations.NullMarked;
