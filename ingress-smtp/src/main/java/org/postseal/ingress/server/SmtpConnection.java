package org.postseal.ingress.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.ingress.session.SessionAction;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SessionState;
import org.postseal.ingress.session.Spoilage;
import org.postseal.ingress.session.Step;
import org.postseal.smtp.command.CommandParser;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.framing.CommandLineFramer;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.TransactionId;

/**
 * One client: cuts what it sends into inputs of the session, does what that says, and writes the
 * replies to everything that was pipelined in one go.
 *
 * <p>Lives on one event loop. While a question is open, what the client sends stays in the socket.
 * If the client goes away its content is dropped, unless the durable copy is being written: then
 * the transaction ends as if the client were there, because the message may arrive.
 */
final class SmtpConnection {
  private static final Logger LOG = Logger.getLogger(SmtpConnection.class);

  private final Vertx vertx;
  private final Context context;
  private final NetSocket socket;
  private final ListenerParts parts;
  private final CommandParser parser;
  private final CommandLineFramer framer = new CommandLineFramer();
  private final ReceivedOctets input = new ReceivedOctets();
  private final ReplyChannel replies;

  private SessionState state = new SessionState.Closed();
  private @Nullable ContentReceiver content;
  private boolean waitingForRoom;
  private boolean paused;
  private boolean gone;
  private long lastHeard = System.nanoTime();
  private long contentBegan;

  SmtpConnection(Vertx vertx, Context context, NetSocket socket, ListenerParts parts) {
    this.vertx = vertx;
    this.context = context;
    this.socket = socket;
    this.parts = parts;
    this.parser = new CommandParser(parts.settings().paths());
    this.replies = new ReplyChannel(socket, this::work);
  }

  /** Greets, and listens. */
  void begin(String address) {
    socket.handler(this::received);
    apply(parts.session().begin(address, tls()));
    replies.flush();
  }

  private Optional<String> tls() {
    var session = socket.sslSession();
    return socket.isSsl()
        ? Optional.of(session.getProtocol() + " " + session.getCipherSuite())
        : Optional.empty();
  }

  // ---- what comes in

  private void received(Buffer buffer) {
    lastHeard = System.nanoTime();
    if (!isDiscarding()) {
      input.add(buffer);
      work();
    }
  }

  /** What was sent before TLS began is not read after it (RFC 3207 §4.2). */
  private boolean isDiscarding() {
    return state instanceof SessionState.NegotiatingTls || state instanceof SessionState.Closed;
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
    if (isDiscarding()) {
      input.clear();
    }
    replies.flush();
    pauseOrResume();
  }

  private boolean canGoOn() {
    return !input.isEmpty() && !gone && !waitingForRoom && !replies.isBlocked();
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a session ends by a mistake of ours", e);
      state = new SessionState.Closed();
      dropContent();
      socket.close();
    }
  }

  /** Reads one line or piece of content; says whether anything could be read. */
  private boolean read() {
    return switch (state.expects()) {
      case COMMAND -> readLine(parts.settings().commandLine());
      case CREDENTIALS -> readLine(parts.settings().authLine());
      case CONTENT -> readContent();
      case NOTHING -> false;
    };
  }

  private boolean readLine(int limit) {
    return switch (framer.next(input.octets(), input.at(), input.end(), limit)) {
      case CommandLineFramer.Incomplete _ -> {
        input.clear();
        yield false;
      }
      case CommandLineFramer.Defective(var defect, var consumed) -> {
        input.taken(consumed);
        take(new SessionInput.LineRefused(defect));
        yield true;
      }
      case CommandLineFramer.Line line -> {
        input.taken(line.consumed());
        take(lineInput(line));
        yield true;
      }
    };
  }

  private SessionInput lineInput(CommandLineFramer.Line line) {
    if (state.expects() == SessionState.Expects.CREDENTIALS) {
      return new SessionInput.CredentialsLine(
          new String(line.octets(), line.offset(), line.length(), StandardCharsets.ISO_8859_1));
    }
    var command = parser.parse(line.octets(), line.offset(), line.length());
    return !input.isEmpty() && mustBeLast(command)
        ? new SessionInput.EarlyTalk()
        : new SessionInput.Command(command);
  }

  /** What a client sends behind these, it sends without knowing that it may (RFC 2920 §3.1). */
  private static boolean mustBeLast(SmtpCommand command) {
    return command instanceof SmtpCommand.Data || command instanceof SmtpCommand.StartTls;
  }

  private boolean readContent() {
    var receiver = requireContent();
    switch (receiver.makeRoom(input.length())) {
      case WAIT -> {
        waitingForRoom = true;
        return false;
      }
      case GRANTED, DROPPED ->
          input.taken(receiver.feed(input.octets(), input.at(), input.length()));
    }
    if (receiver.isComplete()) {
      parts.metrics().contentEnded(receiver.size());
      take(
          receiver
              .settle()
              .<SessionInput>map(SessionInput.ContentSpoiled::new)
              .orElseGet(
                  () ->
                      new SessionInput.ContentComplete(
                          receiver.digested(), parts.settings().clock().instant())));
    }
    return true;
  }

  private ContentReceiver requireContent() {
    if (content == null) {
      throw new IllegalStateException("no content is being received");
    }
    return content;
  }

  /** While nothing can be taken the client's octets stay in the socket. */
  private void pauseOrResume() {
    boolean hold =
        waitingForRoom
            || replies.isBlocked()
            || (state.expects() == SessionState.Expects.NOTHING && !isDiscarding());
    if (hold != paused && !gone) {
      paused = hold;
      if (hold) {
        socket.pause();
      } else {
        socket.resume();
      }
    }
  }

  // ---- what is done

  private void take(SessionInput event) {
    apply(parts.session().step(state, event));
  }

  private void apply(Step step) {
    state = step.next();
    for (var action : step.actions()) {
      perform(action);
    }
  }

  private void perform(SessionAction action) {
    var ports = parts.ports();
    switch (action) {
      case SessionAction.Send(var reply) -> send(reply);
      case SessionAction.BeginTls _ -> beginTls();
      case SessionAction.CheckCredentials(var name, var password) ->
          await(() -> ports.credentials().check(name, password), LostOutcomes::checked);
      case SessionAction.MakeRoom(var declared) -> makeRoom(declared);
      case SessionAction.Verify(var transaction, var message) ->
          await(() -> ports.verification().ask(transaction, message), LostOutcomes::verified);
      case SessionAction.Sign(var transaction, var message) ->
          await(() -> ports.signing().ask(transaction, message), LostOutcomes::signed);
      case SessionAction.Store(var transaction, var destination, var fields, var edit) -> {
        var octets = requireContent().edited(fields, edit);
        await(() -> ports.store().store(transaction, destination, octets), LostOutcomes::written);
      }
      case SessionAction.Publish(var event) -> ports.events().publish(event);
      case SessionAction.DropContent _ -> dropContent();
      case SessionAction.Close _ -> close();
    }
  }

  private void send(Reply reply) {
    parts.metrics().replied(reply);
    replies.add(reply);
  }

  private void close() {
    dropContent();
    replies.end();
  }

  private void beginTls() {
    framer.discard();
    replies
        .flush()
        .compose(_ -> socket.upgradeToSsl())
        .onComplete(
            done -> {
              if (done.failed()) {
                LOG.debugf("TLS did not come about: %s", done.cause().getMessage());
                socket.close();
              } else if (state instanceof SessionState.NegotiatingTls) {
                goOn(new SessionInput.TlsEstablished(tls().orElse("TLS")));
              }
            });
  }

  private void makeRoom(OptionalLong declared) {
    long octets = declared.orElse(ContentReceiver.UNDECLARED);
    var holder = new BudgetHolder();
    var reservation = parts.budget().reserve(ContentReceiver.charge(octets), holder);
    if (reservation.isEmpty()) {
      take(new SessionInput.NoRoom());
      return;
    }
    var settings = parts.settings();
    var digester =
        parts.listener().isForAccounts()
            ? MessageDigester.forSigning(settings.digests())
            : MessageDigester.forVerifying(settings.digests());
    content =
        new ContentReceiver(
            settings.size(), settings.contentLine(), digester, declared, reservation.get());
    holder.receiver = content;
    contentBegan = System.nanoTime();
    take(new SessionInput.RoomMade(TransactionId.next(settings.clock().instant())));
  }

  private void dropContent() {
    if (content != null) {
      content.drop();
      content = null;
    }
  }

  /** Asks, and comes back to this event loop with the outcome if the session still waits for it. */
  private <T> void await(
      Supplier<CompletionStage<T>> question,
      BiFunction<@Nullable T, @Nullable Throwable, SessionInput> input) {
    var asking = state.getClass();
    CompletionStage<T> stage;
    try {
      stage = question.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedStage(e);
    }
    stage.whenComplete(
        (outcome, failure) ->
            context.runOnContext(
                _ -> {
                  if (state.getClass() == asking) {
                    answer(input.apply(outcome, failure));
                  }
                }));
  }

  /** A wrong password is answered a little later, so that guessing takes time. */
  private void answer(SessionInput answer) {
    if (answer instanceof SessionInput.CredentialsChecked(var account) && account.isEmpty()) {
      long delay = Math.max(1, parts.settings().timeouts().wrongPassword().toMillis());
      vertx.setTimer(
          delay,
          _ -> {
            if (state instanceof SessionState.CheckingCredentials) {
              goOn(answer);
            }
          });
    } else {
      goOn(answer);
    }
  }

  private void goOn(SessionInput event) {
    lastHeard = System.nanoTime();
    guarded(() -> take(event));
    work();
  }

  // ---- what happens besides

  /** The client has gone, or we have closed. */
  void closed() {
    gone = true;
    replies.gone();
    if (!(state instanceof SessionState.Storing)) {
      state = new SessionState.Closed();
      dropContent();
    }
  }

  /** Called every now and then: ends a session whose client is silent for too long. */
  void checkTimeouts(long now) {
    if (gone || !isTimedOut(now)) {
      return;
    }
    if (isDiscarding()) {
      socket.close();
    } else {
      goOn(new SessionInput.TimedOut());
    }
  }

  private boolean isTimedOut(long now) {
    var timeouts = parts.settings().timeouts();
    long silent = now - lastHeard;
    return switch (state.expects()) {
      case COMMAND, CREDENTIALS -> silent > timeouts.command().toNanos();
      case CONTENT ->
          !waitingForRoom
              && (silent > timeouts.content().toNanos()
                  || now - contentBegan > timeouts.wholeContent().toNanos());
      case NOTHING -> isDiscarding() && silent > timeouts.command().toNanos();
    };
  }

  /** The process is about to stop. Called a second time when it waits no longer. */
  void shutDown() {
    if (!gone && !(state instanceof SessionState.Closed)) {
      goOn(new SessionInput.ShuttingDown());
    }
  }

  /** Passes the word on to the event loop, where it may find that the transaction is over. */
  private final class BudgetHolder implements MemoryBudget.Holder {
    private volatile @Nullable ContentReceiver receiver;

    @Override
    public void dropped() {
      onContext(() -> requireContent().spoil(Spoilage.OUT_OF_MEMORY));
    }

    @Override
    public void granted() {
      onContext(() -> {});
    }

    private void onContext(Runnable news) {
      context.runOnContext(
          _ -> {
            if (content != null && content == receiver) {
              news.run();
              waitingForRoom = false;
              lastHeard = System.nanoTime();
              work();
            }
          });
    }
  }
}
