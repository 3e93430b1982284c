package org.postseal.ingress.connection;

import org.postseal.accounts.source.Credentials;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.ingress.watch.OutcomeLog;

/**
 * Whom sessions turn to.
 *
 * @param spans of open transactions, which the others go on with
 * @param log where it is told what became of them
 */
public record Ports(
    Verification verification,
    Signing signing,
    MessageStore store,
    TransactionEvents events,
    Credentials credentials,
    RecipientCheck recipients,
    TransactionSpans spans,
    OutcomeLog log) {}
