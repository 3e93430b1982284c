/**
 * What the mail is doing, read from Kafka alone: {@code postseal tail} and {@code postseal top}.
 *
 * <p>Never: a write, a consumer group of its own, an octet of mail; and nothing from outside
 * reaches the terminal unless it is printable.
 */
@NullMarked
package org.postseal.commandline.monitor;

import org.jspecify.annotations.NullMarked;
