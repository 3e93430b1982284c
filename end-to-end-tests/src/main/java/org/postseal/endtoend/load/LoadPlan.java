package org.postseal.endtoend.load;

/**
 * How much is brought.
 *
 * @param messages of the measured run; each over a connection of its own
 * @param sessions at a time
 * @param profile of their sizes
 */
public record LoadPlan(int messages, int sessions, Profile profile) {}
