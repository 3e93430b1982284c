package org.postseal.ingress.server;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Session;
import org.postseal.ingress.session.SessionAction;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SessionState;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.Spoilage;
import org.postseal.ingress.session.Step;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.smtp.command.CommandParser;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.framing.CommandLineFramer;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.TransactionId;

/**
 * One client: cuts what it sends into inputs of the {@link Session}, does what that says, and
 * writes the replies of everything that was pipelined in one go.
 *
 * <p>Lives on one event loop. While a question is open, what the client sends stays in the socket.
 * If the client goes away its content is dropped, unless the durable copy is being written: then
 * the transaction ends as if the client were there, because the message may arrive.
 */
final class SmtpConnection {
  private static final Logger LOG = Logger.getLogger(SmtpConnection.class);
  private static final int FLUSH_AT = 4096;

  private final Vertx vertx;
  private final Context context;
  private final NetSocket socket;
  private final ListenerParts parts;
  private final CommandParser parser;
  private final CommandLineFramer framer = new CommandLineFramer();

  private SessionState state;
  private Buffer replies = Buffer.buffer(256);
  private byte[] input = new byte[0];
  private int at;
  private int end;
  private @Nullable ContentReceiver content;
  private boolean waitingForRoom;
  private boolean waitingForClient;
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
    this.state = new SessionState.Closed();
  }

  /** Greets, and listens. */
  void begin(String address) {
    socket.handler(this::received);
    apply(parts.session().begin(address, tls()));
    flush();
  }

  private Optional<String> tls() {
    var session = socket.sslSession();
    return socket.isSsl()
        ? Optional.of(session.getProtocol() + " " + session.getCipherSuite())
        : Optional.empty();
  }

  // ---- what comes in

  @SuppressWarnings("deprecation") // the only way to the octets without another copy
  private void received(Buffer buffer) {
    lastHeard = System.nanoTime();
    if (state instanceof SessionState.NegotiatingTls || state instanceof SessionState.Closed) {
      return; // what was sent before TLS began is not read after it (RFC 3207 §4.2)
    }
    ByteBuf octets = buffer.getByteBuf();
    if (octets.hasArray() && at == end) {
      input = octets.array();
      at = octets.arrayOffset() + octets.readerIndex();
      end = at + octets.readableBytes();
    } else {
      keep(buffer.getBytes());
    }
    work();
  }

  private void keep(byte[] more) {
    var joined = new byte[end - at + more.length];
    System.arraycopy(input, at, joined, 0, end - at);
    System.arraycopy(more, 0, joined, end - at, more.length);
    input = joined;
    at = 0;
    end = joined.length;
  }

  /** Goes on with what was received as far as the state allows. */
  private void work() {
    guarded(
        () -> {
          while (at < end && canGoOn() && read()) {
            if (replies.length() >= FLUSH_AT) {
              flush();
            }
          }
        });
    if (at == end || isDiscarding()) {
      at = 0;
      end = 0;
      input = new byte[0];
    }
    flush();
    pauseOrResume();
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

  private boolean isDiscarding() {
    return state instanceof SessionState.NegotiatingTls || state instanceof SessionState.Closed;
  }

  private boolean canGoOn() {
    return !gone && !waitingForRoom && !waitingForClient;
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
    return switch (framer.next(input, at, end, limit)) {
      case CommandLineFramer.Incomplete _ -> {
        at = end;
        yield false;
      }
      case CommandLineFramer.Defective(var defect, var consumed) -> {
        at += consumed;
        take(new SessionInput.LineRefused(defect));
        yield true;
      }
      case CommandLineFramer.Line line -> {
        at += line.consumed();
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
    return at < end && mustBeLast(command)
        ? new SessionInput.EarlyTalk()
        : new SessionInput.Command(command);
  }

  /** What a client sends behind these, it sends without knowing that it may (RFC 2920 §3.1). */
  private static boolean mustBeLast(SmtpCommand command) {
    return command instanceof SmtpCommand.Data || command instanceof SmtpCommand.StartTls;
  }

  private boolean readContent() {
    var receiver = requireContent();
    switch (receiver.makeRoom(end - at)) {
      case WAIT -> {
        waitingForRoom = true;
        return false;
      }
      case GRANTED, DROPPED -> at += receiver.feed(input, at, end - at);
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
            || waitingForClient
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
    switch (action) {
      case SessionAction.Send(var reply) -> send(reply);
      case SessionAction.BeginTls _ -> beginTls();
      case SessionAction.CheckCredentials(var name, var password) -> check(name, password);
      case SessionAction.MakeRoom(var declared) -> makeRoom(declared);
      case SessionAction.Verify(var transaction, var message) ->
          await(
              parts.ports().verification().ask(transaction, message),
              (outcome, failure) -> take(new SessionInput.Verified(outcomeOf(outcome, failure))));
      case SessionAction.Sign(var transaction, var message) ->
          await(
              parts.ports().signing().ask(transaction, message),
              (outcome, failure) ->
                  take(new SessionInput.Signed(signingOutcomeOf(outcome, failure))));
      case SessionAction.Store(var transaction, var destination, var fields, var edit) ->
          await(
              parts
                  .ports()
                  .store()
                  .store(transaction, destination, requireContent().edited(fields, edit)),
              (outcome, failure) -> take(new SessionInput.Written(outcomeOf(outcome, failure))));
      case SessionAction.Publish(var event) -> parts.ports().events().publish(event);
      case SessionAction.DropContent _ -> dropContent();
      case SessionAction.Close _ -> close();
    }
  }

  private void send(Reply reply) {
    parts.metrics().replied(reply);
    replies.appendBytes(reply.octets());
  }

  private void flush() {
    if (replies.length() == 0) {
      return;
    }
    var written = replies;
    replies = Buffer.buffer(256);
    if (gone) {
      return;
    }
    socket.write(written);
    if (socket.writeQueueFull() && !waitingForClient) {
      waitingForClient = true;
      socket.drainHandler(
          _ -> {
            waitingForClient = false;
            work();
          });
    }
  }

  /** Ends the connection once every reply was written. */
  private void close() {
    var last = replies;
    replies = Buffer.buffer();
    dropContent();
    if (!gone) {
      socket.end(last);
    }
  }

  private void beginTls() {
    framer.discard();
    var ready = replies;
    replies = Buffer.buffer(256);
    socket
        .write(ready)
        .compose(_ -> socket.upgradeToSsl())
        .onComplete(
            done -> {
              if (done.failed()) {
                LOG.debugf("TLS did not come about: %s", done.cause().getMessage());
                socket.close();
              } else if (!gone && state instanceof SessionState.NegotiatingTls) {
                lastHeard = System.nanoTime();
                take(new SessionInput.TlsEstablished(tls().orElse("TLS")));
                work();
              }
            });
  }

  private void check(String name, String password) {
    await(
        parts.ports().credentials().check(name, password),
        (account, failure) -> {
          if (failure != null) {
            take(new SessionInput.CredentialsUnavailable());
          } else if (account != null && account.isPresent()) {
            take(new SessionInput.CredentialsChecked(account));
          } else {
            long delay = Math.max(1, parts.settings().timeouts().wrongPassword().toMillis());
            vertx.setTimer(delay, _ -> wrongPassword());
          }
        });
  }

  private void wrongPassword() {
    if (!gone && state instanceof SessionState.CheckingCredentials) {
      lastHeard = System.nanoTime();
      take(new SessionInput.CredentialsChecked(Optional.empty()));
      work();
    }
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

  /** Comes back to this event loop with the outcome, if that still concerns anybody. */
  private <T> void await(
      CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    stage.whenComplete(
        (outcome, failure) ->
            context.runOnContext(
                _ -> {
                  if (gone && !(state instanceof SessionState.Storing)) {
                    return;
                  }
                  lastHeard = System.nanoTime();
                  if (failure != null) {
                    LOG.warn("an outcome is not known", failure);
                  }
                  guarded(() -> then.accept(outcome, failure));
                  work();
                }));
  }

  private static VerificationOutcome outcomeOf(
      @Nullable VerificationOutcome outcome, @Nullable Throwable failure) {
    return outcome != null && failure == null
        ? outcome
        : new VerificationOutcome.Defer(UNDECIDED, Findings.of("verification-failed"));
  }

  private static SigningOutcome signingOutcomeOf(
      @Nullable SigningOutcome outcome, @Nullable Throwable failure) {
    return outcome != null && failure == null
        ? outcome
        : new SigningOutcome.Deferred(UNDECIDED, Findings.of("signing-failed"));
  }

  private static StoreOutcome outcomeOf(
      @Nullable StoreOutcome outcome, @Nullable Throwable failure) {
    return outcome != null && failure == null
        ? outcome
        : new StoreOutcome.NotStored(StoreOutcome.Certainty.AMBIGUOUS, "the store failed");
  }

  private static final Reply UNDECIDED =
      Reply.of(451, "4.3.0", "Cannot decide about this message now, try again later");

  // ---- what happens besides

  /** The client has gone, or we have closed. */
  void closed() {
    gone = true;
    if (!(state instanceof SessionState.Storing)) {
      state = new SessionState.Closed();
      dropContent();
    }
  }

  /** Called every now and then: ends a session whose client is silent for too long. */
  void checkTimeouts(long now) {
    var timeouts = parts.settings().timeouts();
    long silent = now - lastHeard;
    boolean timedOut =
        switch (state.expects()) {
          case COMMAND, CREDENTIALS -> silent > timeouts.command().toNanos();
          case CONTENT ->
              !waitingForRoom
                  && (silent > timeouts.content().toNanos()
                      || now - contentBegan > timeouts.wholeContent().toNanos());
          case NOTHING ->
              state instanceof SessionState.NegotiatingTls && silent > timeouts.command().toNanos();
        };
    if (gone || !timedOut) {
      return;
    }
    if (state instanceof SessionState.NegotiatingTls || state instanceof SessionState.Closed) {
      socket.close();
    } else {
      take(new SessionInput.TimedOut());
    }
  }

  /** The process is about to stop. Called a second time when it waits no longer. */
  void shutDown() {
    if (!gone && !(state instanceof SessionState.Closed)) {
      take(new SessionInput.ShuttingDown());
      work();
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
