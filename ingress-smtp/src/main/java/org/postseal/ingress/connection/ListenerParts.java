package org.postseal.ingress.connection;

import java.util.function.BooleanSupplier;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Session;
import org.postseal.ingress.watch.SessionMetrics;

/**
 * What all connections of one listener share.
 *
 * @param draining whether nobody new is let in
 */
public record ListenerParts(
    Listener listener,
    Session session,
    ConnectionSettings settings,
    Ports ports,
    MemoryBudget budget,
    SessionMetrics metrics,
    Entrance entrance,
    BooleanSupplier draining) {}
