/**
 * The Kafka contract: the topics, one type per topic, its codec and the names of its record
 * headers.
 *
 * <p>Never: a Kafka client, a decision, or a copy of the octets it was given.
 */
@NullMarked
package org.postseal.topics;

import org.jspecify.annotations.NullMarked;
