package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.accounts.sasl.SecureChannel;
import org.postseal.smtp.reply.Reply;

/**
 * The session state machine of one listener (RFC 5321 §3 and §4): a state and an input in, the next
 * state and what is to be done out. It holds nothing of any session and serves all of them.
 *
 * <p>An input that its state does not take is a mistake of the edge, and an {@link
 * IllegalStateException}.
 */
public final class Session {
  private final SessionRules rules;
  private final Authentication authentication;
  private final Introduction introduction;
  private final TransactionCommands transactions;
  private final Commands commands;
  private final Chunks chunks;
  private final MessageFate fate;
  private final Outcomes outcomes;

  public Session(SessionRules rules) {
    this.rules = rules;
    this.authentication = new Authentication(rules);
    this.introduction = new Introduction(rules);
    this.transactions = new TransactionCommands(rules);
    this.chunks = new Chunks(rules);
    this.commands = new Commands(rules, authentication, introduction, transactions, chunks);
    this.fate = new MessageFate(rules, chunks);
    this.outcomes = new Outcomes(rules);
  }

  /** A new session: its greeting, or the wait for it. {@code tls} is present if TLS came first. */
  public Step begin(String address, Optional<SecureChannel> tls) {
    var state = new SessionState.BeforeGreeting(Peer.connected(address, tls));
    return rules.greetingDelay().isPositive()
        ? Step.act(state, new SessionAction.DelayGreeting(rules.greetingDelay()))
        : greet(state);
  }

  private Step greet(SessionState state) {
    if (state instanceof SessionState.BeforeGreeting(var peer)) {
      return Step.reply(new SessionState.Connected(peer), Replies.greeting(rules.hostname()));
    }
    throw illegal(state, state);
  }

  public Step step(SessionState state, SessionInput input) {
    var step = transition(state, input);
    return step.next() instanceof SessionState.Resting rest && rest.peer().draining()
        ? step.thenShutDown()
        : step;
  }

  private Step transition(SessionState state, SessionInput input) {
    return switch (input) {
      case SessionInput.TimedOut _ -> Step.replyAndClose(Replies.TIMEOUT);
      case SessionInput.ShuttingDown _ -> shutDown(state);
      case SessionInput.Command(var command) -> commands.taken(state, command);
      case SessionInput.EarlyTalk _ -> Step.replyAndClose(Replies.EARLY_TALK);
      case SessionInput.OverLimit(var reply) -> Step.reply(state, reply);
      case SessionInput.UntrustedProxy _ -> Step.replyAndClose(Replies.UNTRUSTED_PROXY);
      case SessionInput.LineRefused(var defect) -> commands.lineRefused(state, defect);
      case SessionInput.AdmissionAnswered(var refusal) -> introduction.answered(state, refusal);
      case SessionInput.CredentialsLine(var line) -> authentication.response(state, line);
      case SessionInput.AccountsAnswered(var answer) -> authentication.answered(state, answer);
      case SessionInput.Hesitated _ -> authentication.hesitated(state);
      case SessionInput.CredentialsUnavailable _ -> authentication.unavailable(state);
      case SessionInput.GreetingDue _ -> greet(state);
      case SessionInput.TlsEstablished(var channel) -> tlsEstablished(state, channel);
      case SessionInput.RecipientAnswered(var answer) -> transactions.answered(state, answer);
      case SessionInput.RoomMade(var id) -> fate.roomMade(state, id);
      case SessionInput.NoRoom _ -> fate.noRoom(state);
      case SessionInput.ChunkComplete _ -> Chunks.complete(state);
      case SessionInput.ChunkSkipped _ -> chunks.skipped(state);
      case SessionInput.ContentComplete complete -> fate.complete(state, complete);
      case SessionInput.ContentSpoiled(var spoilage, var endedAt) ->
          fate.spoiled(state, spoilage, endedAt);
      case SessionInput.Verified(var outcome) -> outcomes.verified(state, outcome);
      case SessionInput.Signed(var outcome) -> outcomes.signed(state, outcome);
      case SessionInput.Written(var outcome) -> outcomes.written(state, outcome);
    };
  }

  private static Step tlsEstablished(SessionState state, SecureChannel tls) {
    if (state instanceof SessionState.NegotiatingTls(var peer)) {
      return Step.act(new SessionState.Connected(peer.encrypted(tls)));
    }
    throw illegal(state, "TLS");
  }

  /** The first time open transactions may go on, the second time nothing may. */
  private static Step shutDown(SessionState state) {
    return switch (state) {
      case SessionState.BeforeGreeting _,
          SessionState.Resting _,
          SessionState.Admitting _,
          SessionState.AwaitingCredentials _,
          SessionState.CheckingCredentials _,
          SessionState.Hesitating _ ->
          Step.replyAndClose(Replies.SHUTTING_DOWN);
      case SessionState.NegotiatingTls _, SessionState.Closed _ ->
          Step.act(new SessionState.Closed(), new SessionAction.Close());
      case SessionState.Transacting open ->
          open.peer().draining()
              ? Step.replyAndClose(Replies.SHUTTING_DOWN)
              : Step.act(open.with(open.peer().toBeClosed()));
    };
  }

  /** The state of a client without an open transaction. */
  static SessionState.Resting atRest(Peer peer) {
    return peer.greeting().isPresent()
        ? new SessionState.Greeted(peer)
        : new SessionState.Connected(peer);
  }

  /** A transaction is over. */
  static Step endTransaction(Peer peer, List<SessionAction> before, Reply reply) {
    var actions = new ArrayList<>(before);
    actions.add(new SessionAction.Send(reply));
    return new Step(atRest(peer), List.copyOf(actions));
  }

  /** The client has brought content; what it did before is forgiven. */
  static Peer hasBrought(Peer peer) {
    return peer.withIdle(0);
  }

  /** Counts the refusal; one too many ends the session. */
  static Step refuse(SessionRules rules, SessionState.Open stay, Reply reply) {
    var peer = stay.peer();
    if (peer.errors() >= rules.limits().errors()) {
      return Step.replyAndClose(reply, Replies.TOO_MANY_ERRORS);
    }
    return Step.reply(stay.with(peer.withErrors(peer.errors() + 1)), reply);
  }

  static IllegalStateException illegal(SessionState state, Object input) {
    return new IllegalStateException(
        input.getClass().getSimpleName() + " in " + state.getClass().getSimpleName());
  }
}
