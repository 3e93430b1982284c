/**
 * Which gateway a command is about: its data directory, and with it the address of its API, its
 * tokens, its accounts and how its Kafka is reached.
 *
 * <p>Never: what is asked of the gateway.
 */
@NullMarked
package org.postseal.commandline.gateway;

import org.jspecify.annotations.NullMarked;
