package org.postseal.relay.delivery;

import java.util.List;
import java.util.Optional;
import org.postseal.relay.retry.ChainMemory;

/**
 * Whom a message is for, and which step of its chain this is.
 *
 * @param place of the record in its retry topic, if it lies in one
 * @param owed whether only a report to its sender is missing
 */
record Addressed(
    List<String> forwardPaths, int step, Optional<ChainMemory.Place> place, boolean owed) {}
