package org.postseal.ingress.session;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.ingress.acceptance.Account;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.ingress.sasl.SecureChannel;
import org.postseal.smtp.command.BodyType;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/**
 * From DATA to the reply after the content: room, content, question, answer, durable copy (RFC 5321
 * §4.1.1.4, §6.1). 250 follows only on {@link StoreOutcome.Stored}.
 */
final class MessageFate {
  private final SessionRules rules;

  MessageFate(SessionRules rules) {
    this.rules = rules;
  }

  Step roomMade(SessionState state, TransactionId id) {
    if (state instanceof SessionState.MakingRoom(var peer, var open)) {
      return Step.reply(new SessionState.ReceivingContent(peer, open, id), Replies.START_CONTENT);
    }
    throw Session.illegal(state, id);
  }

  Step noRoom(SessionState state) {
    if (state instanceof SessionState.MakingRoom(var peer, _)) {
      return Session.endTransaction(peer, List.of(), Replies.NO_ROOM);
    }
    throw Session.illegal(state, state);
  }

  Step spoiled(SessionState state, Spoilage spoilage) {
    if (state instanceof SessionState.ReceivingContent(var peer, _, _)) {
      var reply =
          switch (spoilage) {
            case BARE_CR, BARE_LF -> Replies.BARE_IN_CONTENT;
            case LINE_TOO_LONG -> Replies.CONTENT_LINE_TOO_LONG;
            case TOO_LARGE -> Replies.TOO_LARGE;
            case OUT_OF_MEMORY -> Replies.NO_ROOM;
          };
      return Session.endTransaction(peer, List.of(new SessionAction.DropContent()), reply);
    }
    throw Session.illegal(state, spoilage);
  }

  Step complete(SessionState state, SessionInput.ContentComplete input) {
    if (state instanceof SessionState.ReceivingContent receiving) {
      var message = input.message();
      var peer = receiving.peer();
      var section = HeaderSection.parse(message.headerSection());
      var submitter = submitter(receiving, section);
      var transaction = transaction(receiving, submitter, input);
      if (rules.traceFields().countReceived(section) > rules.limits().received()) {
        return rejected(peer, transaction, Replies.LOOP, Findings.of("loop"));
      }
      if (submitter.isPresent()
          && !rules.accounts().rates().message(submitter.get(), message.size())) {
        return deferred(peer, transaction, Replies.ACCOUNT_RATE, Findings.of("account-rate"));
      }
      return submitter
          .map(account -> sign(peer, account, transaction, message, section))
          .orElseGet(() -> verify(peer, transaction, message, section));
    }
    throw Session.illegal(state, input);
  }

  /**
   * The account that logged in; or that of trusted clients, if the message names nobody else in
   * RFC5321.MailFrom, RFC5322.From and Sender.
   */
  private Optional<Account> submitter(
      SessionState.ReceivingContent receiving, HeaderSection section) {
    var peer = receiving.peer();
    if (peer.account().isPresent() || rules.listener().isForAccounts()) {
      return peer.account();
    }
    var mailbox = receiving.transaction().reversePath().mailbox();
    return rules
        .accounts()
        .trusted()
        .account(peer.address())
        .filter(account -> mailbox.isEmpty() || account.owns(mailbox.get()))
        .filter(account -> SubmittedHeader.isWrittenBy(account, section));
  }

  private MailTransaction transaction(
      SessionState.ReceivingContent receiving,
      Optional<Account> submitter,
      SessionInput.ContentComplete input) {
    var peer = receiving.peer();
    var open = receiving.transaction();
    var client =
        new Envelope.Client(
            peer.address(),
            peer.greeting().map(Peer.Greeting::name).orElse(""),
            peer.tls().map(SecureChannel::words),
            rules.listener().name().toLowerCase(Locale.ROOT));
    var envelope =
        new Envelope(
            open.reversePath().mailbox().map(Object::toString).orElse(""),
            open.forwardPaths(),
            client,
            submitter.map(Account::name),
            open.body() == BodyType.EIGHT_BIT_MIME ? "8BITMIME" : "7BIT",
            false,
            input.receivedAt());
    return new MailTransaction(
        receiving.id(), envelope, submitter.map(Account::identityWords).orElse(List.of()));
  }

  /** The question gets the header section as it arrived, forged results and all. */
  private Step verify(
      Peer peer, MailTransaction transaction, DigestedMessage message, HeaderSection section) {
    return Step.act(
        new SessionState.Deciding(
            peer, transaction, message.size(), rules.traceFields().removeClaims(section)),
        new SessionAction.Publish(new TransactionEvent.Received(transaction, message.size())),
        new SessionAction.Verify(transaction, message));
  }

  /** The question gets the header section as it will be stored. */
  private Step sign(
      Peer peer,
      Account account,
      MailTransaction transaction,
      DigestedMessage message,
      HeaderSection section) {
    if (message.truncated()) {
      return rejected(peer, transaction, Replies.HEADER_TOO_LARGE, Findings.of("header-limit"));
    }
    var received = transaction.envelope().receivedAt();
    return switch (rules
        .submittedHeader()
        .judge(account, section, transaction.id().value(), received)) {
      case SubmittedHeader.Outcome.NoAuthor _ ->
          rejected(peer, transaction, Replies.NO_AUTHOR, Findings.of("no-author"));
      case SubmittedHeader.Outcome.ForeignAuthor _ ->
          rejected(peer, transaction, Replies.NOT_YOUR_ADDRESS, Findings.of("foreign-author"));
      case SubmittedHeader.Outcome.Fit(var edit) ->
          Step.act(
              new SessionState.Deciding(peer, transaction, message.size(), edit),
              new SessionAction.Publish(new TransactionEvent.Received(transaction, message.size())),
              new SessionAction.Sign(transaction, edited(message, edit)));
    };
  }

  private static DigestedMessage edited(DigestedMessage message, HeaderEdit edit) {
    return edit.isNone()
        ? message
        : new DigestedMessage(
            edit.applyTo(message.headerSection()),
            message.bodyDigests(),
            message.domainKeysDigests(),
            message.size(),
            Optional.empty());
  }

  Step verified(SessionState state, VerificationOutcome outcome) {
    if (state instanceof SessionState.Deciding deciding) {
      var peer = deciding.peer();
      return switch (outcome) {
        case VerificationOutcome.Accept(var fields, var findings) ->
            store(deciding, MessageStore.Destination.ACCEPTED, fields, findings);
        case VerificationOutcome.Quarantine(var fields, var findings) ->
            store(deciding, MessageStore.Destination.QUARANTINE, fields, findings);
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
            store(deciding, MessageStore.Destination.ACCEPTED, fields, findings);
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

  private static Step rejected(
      Peer peer, MailTransaction transaction, Reply reply, Findings findings) {
    return Session.endTransaction(
        peer,
        List.of(
            new SessionAction.DropContent(),
            new SessionAction.Publish(new TransactionEvent.Rejected(transaction, findings, reply))),
        reply);
  }

  private static Step deferred(
      Peer peer, MailTransaction transaction, Reply reply, Findings findings) {
    return Session.endTransaction(
        peer,
        List.of(
            new SessionAction.DropContent(),
            new SessionAction.Publish(new TransactionEvent.Deferred(transaction, findings, reply))),
        reply);
  }
}
