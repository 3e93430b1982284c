/**
 * The Kafka edge of ingress: asks on {@code mail.verify} and {@code mail.sign}, hears the answers
 * on this replica's reply partition, writes accepted mail, tells the events.
 *
 * <p>Never: a decision, a reply code of its own beyond "could not ask" and "could not store", or a
 * blocking call on an event loop.
 *
 * <p>RFC 1047 (what is unknown between the write and the 250), RFC 5321 §4.2.5.
 */
@NullMarked
package org.postseal.ingress.handoff;

import org.jspecify.annotations.NullMarked;
