package org.postseal.ingress.session;

import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.ingress.acceptance.MxRecipients;
import org.postseal.smtp.command.RcptParameter;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.MailDomain;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.path.ReversePath;
import org.postseal.smtp.reply.Reply;

/** MAIL, RCPT and DATA (RFC 5321 §4.1.1.2 to §4.1.1.4). */
final class TransactionCommands {
  private final SessionRules rules;

  TransactionCommands(SessionRules rules) {
    this.rules = rules;
  }

  Step mail(SessionState.Resting state, SmtpCommand.Mail mail) {
    var peer = state.peer();
    if (peer.greeting().isEmpty()) {
      return refuse(state, Replies.GREET_FIRST);
    }
    if (rules.listener().isForAccounts() && peer.tls().isEmpty()) {
      return refuse(state, Replies.TLS_FIRST);
    }
    if (rules.listener().isForAccounts() && peer.account().isEmpty()) {
      return refuse(state, Replies.AUTH_FIRST);
    }
    if (peer.transactions() >= rules.limits().transactions()) {
      return Step.replyAndClose(Replies.TOO_MANY_TRANSACTIONS);
    }
    return switch (MailOptions.of(mail.parameters(), peer)) {
      case MailOptions.Refused(var reply) -> refuse(state, reply);
      case MailOptions.Taken(var options) -> mail(state, mail.reversePath(), options);
    };
  }

  private Step mail(SessionState.Resting state, ReversePath reversePath, MailOptions options) {
    var peer = state.peer();
    if (options.size().isPresent() && options.size().getAsLong() > rules.limits().size()) {
      return refuse(state, Replies.TOO_LARGE);
    }
    var mailbox = reversePath.mailbox();
    if (!options.smtpUtf8() && mailbox.filter(m -> !m.isAscii()).isPresent()) {
      return refuse(state, Replies.NOT_ASCII);
    }
    if (mailbox.isPresent() && peer.account().filter(a -> !a.owns(mailbox.get())).isPresent()) {
      return refuse(state, Replies.NOT_YOUR_ADDRESS);
    }
    if (peer.account()
        .filter(a -> !rules.accounts().rates().mayBegin(a, options.size()))
        .isPresent()) {
      return Step.reply(state, Replies.ACCOUNT_RATE);
    }
    return Step.reply(
        new SessionState.InTransaction(
            peer.withTransaction(), OpenTransaction.begin(reversePath, options)),
        Replies.SENDER_OK);
  }

  Step rcpt(SessionState.InTransaction state, SmtpCommand.Rcpt rcpt) {
    var open = state.transaction();
    if (rcpt.parameters().stream().anyMatch(RcptParameter.Unrecognised.class::isInstance)) {
      return refuse(state, Replies.UNKNOWN_PARAMETER);
    }
    if (rcpt.forwardPath() instanceof ForwardPath.Recipient(var mailbox)
        && !mailbox.isAscii()
        && !open.options().smtpUtf8()) {
      return refuse(state, Replies.NOT_ASCII);
    }
    if (open.recipients().size() >= rules.limits().recipients()) {
      return postpone(state, Replies.TOO_MANY_RECIPIENTS);
    }
    return state
        .peer()
        .account()
        .map(account -> submissionRecipient(state, account, rcpt))
        .orElseGet(() -> mxRecipient(state, rcpt));
  }

  private Step submissionRecipient(
      SessionState.InTransaction state, Account account, SmtpCommand.Rcpt rcpt) {
    if (!isQualified(rcpt.forwardPath())) {
      return refuse(state, Replies.NOT_QUALIFIED);
    }
    if (isSecondOfNull(state.transaction())) {
      return postpone(state, Replies.ONE_RECIPIENT_FOR_NULL);
    }
    if (rules.recipients().judge(rcpt.forwardPath())
        instanceof MxRecipients.Outcome.NoMailboxName) {
      return refuse(state, Replies.NO_MAILBOX_NAME);
    }
    return rules.accounts().rates().recipient(account)
        ? accept(state, Recipient.of(submissionRecipient(rcpt.forwardPath()), rcpt), "")
        : postpone(state, Replies.ACCOUNT_RATE);
  }

  /** RFC 6409 §4.2: a name without a dot means something in its own network only. */
  private static boolean isQualified(ForwardPath forwardPath) {
    return !(forwardPath instanceof ForwardPath.Recipient(var mailbox)
        && mailbox.domain() instanceof MailDomain.Name(var name)
        && name.indexOf('.') < 0);
  }

  /** What has no sender is a report, and goes to one (RFC 5321 §4.5.5). */
  private static boolean isSecondOfNull(OpenTransaction open) {
    return open.reversePath().isNull() && !open.recipients().isEmpty();
  }

  private Mailbox submissionRecipient(ForwardPath forwardPath) {
    return switch (forwardPath) {
      case ForwardPath.Recipient(var mailbox) -> mailbox;
      case ForwardPath.Postmaster _ ->
          new Mailbox("postmaster", new MailDomain.Name(rules.hostname()));
    };
  }

  private Step mxRecipient(SessionState.InTransaction state, SmtpCommand.Rcpt rcpt) {
    return switch (rules.recipients().judge(rcpt.forwardPath())) {
      case MxRecipients.Outcome.NoSuchUser _ -> refuse(state, Replies.NO_SUCH_USER);
      case MxRecipients.Outcome.NoMailboxName _ -> refuse(state, Replies.NO_MAILBOX_NAME);
      case MxRecipients.Outcome.NotOurs _ ->
          rules.accounts().trusted().include(state.peer().address())
              ? join(
                  state,
                  Recipient.of(submissionRecipient(rcpt.forwardPath()), rcpt),
                  MxRecipients.RELAYED)
              : refuse(state, Replies.RELAYING_DENIED);
      case MxRecipients.Outcome.Unknown _ -> postpone(state, Replies.DOMAINS_UNKNOWN);
      case MxRecipients.Outcome.Ours(var mailbox, var policy) ->
          join(state, Recipient.of(mailbox, rcpt), policy);
      case MxRecipients.Outcome.ToBeAsked(var mailbox, var policy) ->
          ask(state, mailbox, Recipient.of(mailbox, rcpt), policy);
    };
  }

  private static Step join(SessionState.InTransaction state, Recipient recipient, String policy) {
    return cannotJoin(state, policy)
        .map(reply -> postpone(state, reply))
        .orElseGet(() -> accept(state, recipient, policy));
  }

  private static Step ask(
      SessionState.InTransaction state, Mailbox mailbox, Recipient recipient, String policy) {
    return cannotJoin(state, policy)
        .map(reply -> postpone(state, reply))
        .orElseGet(
            () ->
                Step.act(
                    new SessionState.CheckingRecipient(
                        state.peer(), state.transaction(), recipient, policy),
                    new SessionAction.AskRecipient(mailbox)));
  }

  /** Why another recipient needs a transaction of its own. */
  private static Optional<Reply> cannotJoin(SessionState.InTransaction state, String policy) {
    var open = state.transaction();
    if (isSecondOfNull(open)) {
      return Optional.of(Replies.ONE_RECIPIENT_FOR_NULL);
    }
    return open.policy().filter(first -> !first.equals(policy)).map(_ -> Replies.OTHER_POLICY);
  }

  Step answered(SessionState state, RecipientCheck.Answer answer) {
    if (state
        instanceof
        SessionState.CheckingRecipient(var peer, var transaction, var recipient, var policy)) {
      var open = new SessionState.InTransaction(peer, transaction);
      return switch (answer) {
        case EXISTS -> accept(open, recipient, policy);
        case UNKNOWN -> refuse(open, Replies.NO_SUCH_USER);
        case UNDECIDED -> postpone(open, Replies.RECIPIENT_UNDECIDED);
      };
    }
    throw Session.illegal(state, answer);
  }

  private static Step accept(SessionState.InTransaction state, Recipient recipient, String policy) {
    var peer = state.peer();
    return Step.reply(
        state
            .with(peer.withIdle(Math.max(0, peer.idle() - 1)))
            .with(state.transaction().with(recipient, policy)),
        Replies.RECIPIENT_OK);
  }

  Step data(SessionState.InTransaction state) {
    var open = state.transaction();
    return obstacle(open)
        .map(reply -> Session.refuse(rules, state, reply))
        .orElseGet(
            () ->
                Step.act(
                    new SessionState.MakingRoom(state.peer(), open, Optional.empty()),
                    new SessionAction.MakeRoom(
                        open.options().size(), purpose(state.peer()), SessionAction.Framing.DATA)));
  }

  /** The first BDAT (RFC 3030 §2) stands where DATA could. */
  Step bdat(SessionState.InTransaction state, SmtpCommand.Bdat bdat, Chunks chunks) {
    return obstacle(state.transaction())
        .map(reply -> chunks.refused(state, reply, bdat))
        .orElseGet(() -> chunks.first(state, bdat, purpose(state.peer())));
  }

  /** Why no content may follow. */
  private static Optional<Reply> obstacle(OpenTransaction open) {
    if (!open.recipients().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(open.refusals() > 0 ? Replies.NO_VALID_RECIPIENTS : Replies.RCPT_FIRST);
  }

  /** Whom the content will be asked to. */
  SessionAction.Purpose purpose(Peer peer) {
    if (peer.account().isPresent()) {
      return SessionAction.Purpose.SIGNING;
    }
    return rules.accounts().trusted().account(peer.address()).isPresent()
        ? SessionAction.Purpose.EITHER
        : SessionAction.Purpose.VERIFYING;
  }

  private Step refuse(SessionState.Resting state, Reply reply) {
    return Session.refuse(rules, state, reply);
  }

  private Step refuse(SessionState.InTransaction state, Reply reply) {
    return Session.refuse(rules, state.with(state.transaction().withRefusal()), reply);
  }

  /** A 4xx reply is no error of the client's. */
  private static Step postpone(SessionState.InTransaction state, Reply reply) {
    return Step.reply(state.with(state.transaction().withRefusal()), reply);
  }
}
