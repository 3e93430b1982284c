package org.postseal.ingress.session;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.accounts.sasl.SecureChannel;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.acceptance.SubmittedHeader;
import org.postseal.smtp.command.BodyType;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/** From DATA to the question: room, content, what we judge by ourselves (RFC 5321 §4.1.1.4). */
final class MessageFate {
  private final SessionRules rules;
  private final Chunks chunks;

  MessageFate(SessionRules rules, Chunks chunks) {
    this.rules = rules;
    this.chunks = chunks;
  }

  Step roomMade(SessionState state, TransactionId id) {
    if (state instanceof SessionState.MakingRoom making) {
      return making
          .chunk()
          .map(bdat -> chunks.roomMade(making, id, bdat))
          .orElseGet(
              () ->
                  Step.reply(
                      new SessionState.ReceivingContent(making.peer(), making.transaction(), id),
                      Replies.START_CONTENT));
    }
    throw Session.illegal(state, id);
  }

  Step noRoom(SessionState state) {
    if (state instanceof SessionState.MakingRoom making) {
      return making
          .chunk()
          .map(bdat -> chunks.noRoom(making, bdat))
          .orElseGet(() -> Session.endTransaction(making.peer(), List.of(), Replies.NO_ROOM));
    }
    throw Session.illegal(state, state);
  }

  Step spoiled(SessionState state, Spoilage spoilage, Instant endedAt) {
    if (state instanceof SessionState.Receiving receiving) {
      var reply =
          switch (spoilage) {
            case BARE_CR, BARE_LF -> Replies.BARE_IN_CONTENT;
            case LINE_TOO_LONG -> Replies.CONTENT_LINE_TOO_LONG;
            case NUL_AT_LINE_START -> Replies.NUL_AT_LINE_START;
            case TOO_LARGE -> Replies.TOO_LARGE;
            case TOO_MUCH -> Replies.CLIENT_RATE;
            case OUT_OF_MEMORY -> Replies.NO_ROOM;
          };
      var peer = Session.hasBrought(receiving.peer());
      var transaction = transaction(receiving, peer.account(), endedAt);
      var findings = Findings.of(spoilage.rule());
      return reply.isTransient()
          ? Outcomes.deferred(peer, transaction, reply, findings)
          : Outcomes.rejected(peer, transaction, reply, findings);
    }
    throw Session.illegal(state, spoilage);
  }

  Step complete(SessionState state, SessionInput.ContentComplete input) {
    if (state instanceof SessionState.Receiving receiving) {
      return Step.count(
          receiving,
          new Use.Content(input.message().size()),
          counted ->
              switch (counted) {
                case TAKEN -> counted(receiving, input);
                case TOO_MUCH -> spoiled(receiving, Spoilage.TOO_MUCH, input.receivedAt());
              });
    }
    throw Session.illegal(state, input);
  }

  private Step counted(SessionState.Receiving receiving, SessionInput.ContentComplete input) {
    var message = input.message();
    var peer = Session.hasBrought(receiving.peer());
    var section = HeaderSection.parse(message.headerSection());
    var submitter = submitter(receiving, section);
    var transaction = transaction(receiving, submitter, input.receivedAt()).of(section);
    if (rules.traceFields().countReceived(section) > rules.limits().received()) {
      return Outcomes.rejected(peer, transaction, Replies.LOOP, Findings.of("loop"));
    }
    if (!message.truncated() && section.defect().filter(ContentDefect::isAmbiguous).isPresent()) {
      return Outcomes.rejected(
          peer, transaction, Replies.HEADER_MALFORMED, Findings.of("header-malformed"));
    }
    if (transaction.envelope().smtpUtf8()
        && !message.truncated()
        && !Utf8.isWellFormed(message.headerSection())) {
      return Outcomes.rejected(peer, transaction, Replies.HEADER_NOT_UTF8, Findings.of("not-utf8"));
    }
    return submitter
        .map(
            account ->
                Step.count(
                    receiving,
                    new Use.AccountMessage(account, message.size()),
                    counted ->
                        switch (counted) {
                          case TAKEN -> sign(peer, account, transaction, message, section);
                          case TOO_MUCH ->
                              Outcomes.deferred(
                                  peer,
                                  transaction,
                                  Replies.ACCOUNT_RATE,
                                  Findings.of("account-rate"));
                        }))
        .orElseGet(() -> verify(peer, transaction, message, section));
  }

  /**
   * The account that logged in; or that of trusted clients, if the message names nobody else in
   * RFC5321.MailFrom, RFC5322.From and Sender.
   */
  private Optional<Account> submitter(SessionState.Receiving receiving, HeaderSection section) {
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
      SessionState.Receiving receiving, Optional<Account> submitter, Instant receivedAt) {
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
            open.recipients().stream().map(Recipient::forwardPath).toList(),
            client,
            submitter.map(Account::name),
            open.options().body() == BodyType.EIGHT_BIT_MIME ? "8BITMIME" : "7BIT",
            open.options().smtpUtf8(),
            receivedAt,
            EnvelopeRequests.of(open));
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
      return Outcomes.rejected(
          peer, transaction, Replies.HEADER_TOO_LARGE, Findings.of("header-limit"));
    }
    var received = transaction.envelope().receivedAt();
    return switch (rules
        .submittedHeader()
        .judge(account, section, transaction.id().value(), received)) {
      case SubmittedHeader.Outcome.NoAuthor _ ->
          Outcomes.rejected(peer, transaction, Replies.NO_AUTHOR, Findings.of("no-author"));
      case SubmittedHeader.Outcome.ForeignAuthor _ ->
          Outcomes.rejected(
              peer, transaction, Replies.NOT_YOUR_ADDRESS, Findings.of("foreign-author"));
      case SubmittedHeader.Outcome.Repeated(var field) ->
          Outcomes.rejected(
              peer, transaction, Replies.repeated(field), Findings.of("field-repeated"));
      case SubmittedHeader.Outcome.Fit(var edit) -> {
        var edited = edited(message, edit);
        var fit =
            edit.isNone()
                ? transaction
                : transaction.of(HeaderSection.parse(edited.headerSection()));
        yield Step.act(
            new SessionState.Deciding(peer, fit, message.size(), edit),
            new SessionAction.Publish(new TransactionEvent.Received(fit, message.size())),
            new SessionAction.Sign(fit, edited));
      }
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
}
