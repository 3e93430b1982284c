package org.postseal.ingress.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.postseal.accounts.sasl.SecureChannel;
import org.postseal.ingress.load.Allowance;
import org.postseal.ingress.session.SessionAction;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SessionState;
import org.postseal.ingress.session.Step;
import org.postseal.ingress.tls.TlsChannel;
import org.postseal.smtp.proxy.ProxyHeaderParser;
import org.postseal.smtp.reply.Reply;

/**
 * One client: gives the session what {@link ClientInput} cuts out of the octets, does what that
 * says, and writes the replies to everything that was pipelined in one go.
 *
 * <p>Lives on one event loop. While a question is open, what the client sends stays in the socket.
 * If the client goes away its content is dropped, unless the durable copy is being written: then
 * the transaction ends as if the client were there, because the message may arrive.
 */
public final class SmtpConnection {
  private static final Logger LOG = Logger.getLogger(SmtpConnection.class);

  private final NetSocket socket;
  private final ListenerParts parts;
  private final ClientInput input;
  private final TransactionWatch watch;
  private final OpenContent content;
  private final Questions questions;
  private final ReplyChannel replies;
  private final Inflow inflow;
  private final Silence silence;
  private final Context context;
  private final Function<String, Future<Optional<Reply>>> entrance;

  private SessionState state = new SessionState.Closed();
  private boolean gone;
  private boolean heard;
  private String address = "";

  /** {@code entrance} lets a client in who is at an address, or says why not. */
  public SmtpConnection(
      Vertx vertx,
      Context context,
      NetSocket socket,
      ListenerParts parts,
      Function<String, Future<Optional<Reply>>> entrance) {
    this.entrance = entrance;
    this.socket = socket;
    this.parts = parts;
    this.input = new ClientInput(parts.settings());
    this.watch = new TransactionWatch(parts);
    this.content = new OpenContent(parts, context, watch, this::roomMade);
    this.questions = new Questions(vertx, context, parts, () -> state, this::goOn);
    this.replies = new ReplyChannel(socket, this::work);
    this.inflow = new Inflow(socket);
    this.silence = new Silence(parts.settings().timeouts());
    this.context = context;
  }

  /** Greets, and listens. {@code early} is what the client sent before it was greeted. */
  public void begin(String address, Buffer early) {
    this.address = address;
    socket.handler(this::received);
    Optional<SecureChannel> tls =
        socket.isSsl() ? Optional.of(new TlsChannel(socket.sslSession())) : Optional.empty();
    apply(parts.session().begin(address, tls));
    replies.flush();
    if (early.length() > 0) {
      received(early);
    }
  }

  // ---- what comes in

  private void received(Buffer buffer) {
    silence.broken();
    if (state.isHearing()) {
      if (!heard && ProxyHeaderParser.isHeader(buffer.getBytes())) {
        refuseProxyHeader();
        return;
      }
      heard = true;
      input.add(buffer);
      work();
    }
  }

  private void roomMade() {
    silence.broken();
    work();
  }

  /** Whoever is trusted with such a header has sent it before the session began. */
  private void refuseProxyHeader() {
    parts.proxyRefused(address, "not trusted with one");
    take(new SessionInput.UntrustedProxy());
  }

  /** Goes on with what was received as far as the state allows. */
  private void work() {
    guarded(
        () -> {
          while (canGoOn() && read()) {
            if (replies.isFull()) {
              replies.flush();
            }
          }
        });
    if (!state.isHearing()) {
      input.clear();
    }
    replies.flush();
    pauseOrResume();
  }

  private boolean canGoOn() {
    return !input.isEmpty() && !gone && !content.isWaitingForRoom() && !replies.isBlocked();
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a session ends by a mistake of ours", e);
      watch.ended(state, "mistake");
      state = new SessionState.Closed();
      content.drop();
      socket.close();
    }
  }

  /** Reads one line or piece of content; says whether anything could be read. */
  private boolean read() {
    return switch (state.expects()) {
      case COMMAND -> takeAny(input.command(state));
      case CREDENTIALS -> takeAny(input.credentials());
      case CONTENT -> {
        takeAny(content.read(input.octets()));
        yield !content.isWaitingForRoom();
      }
      case CHUNK_TO_SKIP -> takeAny(input.skipped());
      case SILENCE -> takeAny(Optional.of(new SessionInput.EarlyTalk()));
      case NOTHING -> false;
    };
  }

  private boolean takeAny(Optional<SessionInput> event) {
    event.ifPresent(this::take);
    return event.isPresent();
  }

  /** While nothing can be taken the client's octets stay in the socket. */
  private void pauseOrResume() {
    inflow.hold(
        content.isWaitingForRoom()
            || replies.isBlocked()
            || (state.expects() == SessionState.Expects.NOTHING && state.isHearing()));
    if (inflow.isOver() && !(state.isHearing() && input.endsWithQuit())) {
      socket.close();
    }
  }

  // ---- what is done

  private void take(SessionInput event) {
    apply(parts.session().step(state, event));
  }

  private void apply(Step step) {
    var before = state instanceof SessionState.Counting(var waited, _) ? waited : state;
    if (before instanceof SessionState.Greeted
        && step.next() instanceof SessionState.InTransaction) {
      watch.begun();
    }
    state = step.next();
    for (var action : step.actions()) {
      perform(action);
    }
    if (state instanceof SessionState.Closed) {
      watch.ended(before, "closing");
    }
  }

  private void perform(SessionAction action) {
    switch (action) {
      case SessionAction.Send(var reply) -> send(reply);
      case SessionAction.BeginTls _ -> beginTls();
      case SessionAction.DelayGreeting(var delay) -> questions.delayGreeting(delay);
      case SessionAction.MakeRoom question -> take(content.begin(question, address));
      case SessionAction.ReceiveChunk(var octets, var last) ->
          content.beginChunk(octets, last).ifPresent(this::take);
      case SessionAction.SkipChunk(var octets) -> input.skip(octets).ifPresent(this::take);
      case SessionAction.Admit(var client) -> admit(client);
      case SessionAction.Count(var use) -> take(parts.entrance().allowance().count(use, client()));
      case SessionAction.LoggedIn(var claimed) ->
          parts.entrance().allowance().loggedIn(claimed, client());
      case SessionAction.LoginNotChecked(var claimed) ->
          parts.entrance().allowance().loginNotChecked(claimed, client());
      case SessionAction.ReportLogin(var failure) -> parts.loginFailed(failure, address);
      case SessionAction.AskAccounts question -> questions.ask(question);
      case SessionAction.AskRecipient question -> questions.ask(question);
      case SessionAction.Hesitate _ -> questions.hesitate();
      case SessionAction.Verify question -> questions.ask(question);
      case SessionAction.Sign question -> questions.ask(question);
      case SessionAction.Store question -> questions.ask(question, content);
      case SessionAction.Publish(var event) -> watch.cameTo(event);
      case SessionAction.DropContent _ -> content.drop();
      case SessionAction.Close _ -> close();
    }
  }

  private Allowance.Client client() {
    return new Allowance.Client(address, parts.listener());
  }

  private void admit(String client) {
    address = client;
    questions.admitted(entrance.apply(client)).ifPresent(this::take);
  }

  private void send(Reply reply) {
    parts.metrics().replied(reply);
    replies.add(reply);
  }

  private void close() {
    content.drop();
    replies.end();
  }

  private void beginTls() {
    input.discard();
    replies
        .encrypt()
        .onComplete(
            done -> {
              if (done.failed()) {
                LOG.debugf("TLS did not come about: %s", done.cause().getMessage());
                socket.close();
              } else if (state instanceof SessionState.NegotiatingTls) {
                goOn(new SessionInput.TlsEstablished(done.result()));
              }
            });
  }

  private void goOn(SessionInput event) {
    silence.broken();
    guarded(() -> take(event));
    work();
  }

  // ---- what happens besides

  /**
   * The client has closed its side. If the last it said was QUIT, behind something that is not
   * answered yet, it reads on; else it has gone.
   */
  void inputEnded() {
    inflow.end(context, this::work);
  }

  /** The client has gone, or we have closed. */
  public void closed() {
    gone = true;
    replies.gone();
    if (!(state instanceof SessionState.Storing)) {
      watch.ended(state, "client-gone");
      state = new SessionState.Closed();
      content.drop();
    }
  }

  /** Called every now and then: ends a session whose client is silent for too long. */
  void checkTimeouts(long now) {
    if (gone || !silence.isTooLong(now, state, content)) {
      return;
    }
    if (state.isHearing()) {
      goOn(new SessionInput.TimedOut());
    } else {
      socket.close();
    }
  }

  /** The process is about to stop. Called a second time when it waits no longer. */
  void shutDown() {
    if (!gone && !(state instanceof SessionState.Closed)) {
      goOn(new SessionInput.ShuttingDown());
    }
  }
}
