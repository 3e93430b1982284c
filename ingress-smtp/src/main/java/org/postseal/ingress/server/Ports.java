package org.postseal.ingress.server;

import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;

/** Whom sessions turn to. */
public record Ports(
    Verification verification,
    Signing signing,
    MessageStore store,
    TransactionEvents events,
    Credentials credentials,
    RecipientCheck recipients) {}
