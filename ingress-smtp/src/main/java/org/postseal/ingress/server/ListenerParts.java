package org.postseal.ingress.server;

import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.Session;

/** What all connections of one listener share. */
record ListenerParts(
    Listener listener,
    Session session,
    ConnectionSettings settings,
    Ports ports,
    MemoryBudget budget,
    SessionMetrics metrics) {}
