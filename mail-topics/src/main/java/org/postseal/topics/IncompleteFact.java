package org.postseal.topics;

/**
 * The data of an {@code incomplete} event: a record group that never was a message, so that nobody
 * was told 250 for it.
 *
 * @param topic where its records lie
 * @param partition there
 * @param reason what is wrong with it
 */
public record IncompleteFact(String topic, int partition, String reason) {}
