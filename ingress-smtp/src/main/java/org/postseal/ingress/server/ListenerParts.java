package org.postseal.ingress.server;

import java.util.function.BooleanSupplier;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Session;

/**
 * What all connections of one listener share.
 *
 * @param draining whether nobody new is let in
 */
record ListenerParts(
    Listener listener,
    Session session,
    ConnectionSettings settings,
    Ports ports,
    MemoryBudget budget,
    SessionMetrics metrics,
    Entrance entrance,
    BooleanSupplier draining) {}
