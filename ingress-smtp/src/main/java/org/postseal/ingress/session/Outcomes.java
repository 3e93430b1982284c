package org.postseal.ingress.session;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.ReversePathProof;

/**
 * From the answer to the reply: durable copy, events (RFC 5321 §6.1). 250 follows only on {@link
 * StoreOutcome.Stored}.
 */
final class Outcomes {
  private final SessionRules rules;

  Outcomes(SessionRules rules) {
    this.rules = rules;
  }

  Step verified(SessionState state, VerificationOutcome outcome) {
    if (state instanceof SessionState.Deciding deciding) {
      var peer = deciding.peer();
      return switch (outcome) {
        case VerificationOutcome.Accept(var fields, var proof, var findings) ->
            store(deciding.proven(proof), MessageStore.Destination.ACCEPTED, fields, findings);
        case VerificationOutcome.Quarantine(var fields, var proof, var findings) ->
            store(deciding.proven(proof), MessageStore.Destination.QUARANTINE, fields, findings);
        case VerificationOutcome.Reject(var reply, var findings) ->
            rejected(peer, deciding.transaction(), reply, findings);
        case VerificationOutcome.Defer(var reply, var findings) ->
            deferred(peer, deciding.transaction(), reply, findings);
      };
    }
    throw Session.illegal(state, outcome);
  }

  Step signed(SessionState state, SigningOutcome outcome) {
    if (state instanceof SessionState.Deciding deciding) {
      var peer = deciding.peer();
      return switch (outcome) {
        case SigningOutcome.Signed(var fields, var findings) ->
            store(
                deciding.proven(Optional.of(ReversePathProof.SUBMISSION)),
                MessageStore.Destination.ACCEPTED,
                fields,
                findings);
        case SigningOutcome.Refused(var reply, var findings) ->
            rejected(peer, deciding.transaction(), reply, findings);
        case SigningOutcome.Deferred(var reply, var findings) ->
            deferred(peer, deciding.transaction(), reply, findings);
      };
    }
    throw Session.illegal(state, outcome);
  }

  private Step store(
      SessionState.Deciding deciding,
      MessageStore.Destination destination,
      byte[] fields,
      Findings findings) {
    var transaction = deciding.transaction();
    var prepended = new ByteArrayOutputStream(512 + fields.length);
    prepended.writeBytes(ReceivedField.of(transaction, deciding.peer(), rules.hostname()));
    prepended.writeBytes(fields);
    return Step.act(
        new SessionState.Storing(
            deciding.peer(), transaction, deciding.size(), destination, findings),
        new SessionAction.Store(
            transaction, destination, prepended.toByteArray(), deciding.edit()));
  }

  Step written(SessionState state, StoreOutcome outcome) {
    if (state instanceof SessionState.Storing storing) {
      return switch (outcome) {
        case StoreOutcome.Stored _ -> accepted(storing);
        case StoreOutcome.NotStored(var certainty, _) ->
            deferred(
                storing.peer(),
                storing.transaction(),
                Replies.CANNOT_STORE,
                Findings.of(
                    switch (certainty) {
                      case NOTHING_WRITTEN -> "not-stored";
                      case AMBIGUOUS -> "ambiguous";
                    }));
      };
    }
    throw Session.illegal(state, outcome);
  }

  private static Step accepted(SessionState.Storing storing) {
    var reply = Replies.stored(storing.transaction());
    var event =
        new TransactionEvent.Accepted(
            storing.transaction(),
            storing.size(),
            storing.destination(),
            storing.findings(),
            reply);
    return Session.endTransaction(
        storing.peer().withErrors(0),
        List.of(new SessionAction.DropContent(), new SessionAction.Publish(event)),
        reply);
  }

  static Step rejected(Peer peer, MailTransaction transaction, Reply reply, Findings findings) {
    return Session.endTransaction(
        peer,
        List.of(
            new SessionAction.DropContent(),
            new SessionAction.Publish(new TransactionEvent.Rejected(transaction, findings, reply))),
        reply);
  }

  static Step deferred(Peer peer, MailTransaction transaction, Reply reply, Findings findings) {
    return Session.endTransaction(
        peer,
        List.of(
            new SessionAction.DropContent(),
            new SessionAction.Publish(new TransactionEvent.Deferred(transaction, findings, reply))),
        reply);
  }
}
