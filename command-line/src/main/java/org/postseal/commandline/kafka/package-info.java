/**
 * How commands reach a Kafka cluster.
 *
 * <p>Never: a topic's content, a command of its own.
 */
@NullMarked
package org.postseal.commandline.kafka;

import org.jspecify.annotations.NullMarked;
