package org.postseal.ingress.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postseal.ingress.session.SessionAction;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SessionState;
import org.postseal.smtp.reply.Reply;

/**
 * Asks the ports what one session wants to know, and brings the outcomes back to its event loop. An
 * outcome for which the session does not wait any more is dropped.
 */
final class Questions {
  private static final long NOTHING_ASKED = 0;

  private final Vertx vertx;
  private final Context context;
  private final ListenerParts parts;
  private final Supplier<SessionState> state;
  private final Consumer<SessionInput> answered;
  private long askedAccounts = NOTHING_ASKED;

  /**
   * @param state where the session stands now
   * @param answered takes an outcome, on the event loop
   */
  Questions(
      Vertx vertx,
      Context context,
      ListenerParts parts,
      Supplier<SessionState> state,
      Consumer<SessionInput> answered) {
    this.vertx = vertx;
    this.context = context;
    this.parts = parts;
    this.state = state;
    this.answered = answered;
  }

  void ask(SessionAction.AskAccounts action) {
    askedAccounts = System.nanoTime();
    ask(
        () -> parts.ports().credentials().ask(action.question()),
        LostOutcomes::accounts,
        answer -> {
          answered.accept(answer);
          askedAccounts = NOTHING_ASKED;
        });
  }

  /**
   * A wrong password is answered a little later, so that guessing takes time; and at a fixed time
   * after it came. If the check took longer than that, it is the next multiple, so that the check
   * cannot be timed.
   */
  void hesitate() {
    long delay = Math.max(1, parts.settings().timeouts().wrongPassword().toMillis());
    long taken =
        askedAccounts == NOTHING_ASKED
            ? 0
            : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedAccounts);
    after(delay - taken % delay, SessionState.Hesitating.class, new SessionInput.Hesitated());
  }

  /** The greeting is due later, unless the client talks before. */
  void delayGreeting(Duration delay) {
    after(delay.toMillis(), SessionState.BeforeGreeting.class, new SessionInput.GreetingDue());
  }

  private void after(long millis, Class<? extends SessionState> waiting, SessionInput input) {
    vertx.setTimer(
        Math.max(1, millis),
        _ -> {
          if (waiting.isInstance(state.get())) {
            answered.accept(input);
          }
        });
  }

  /** Whether a client may come in; answered later if it is not known at once. */
  Optional<SessionInput> admitted(Future<Optional<Reply>> answer) {
    if (answer.isComplete()) {
      return Optional.of(new SessionInput.AdmissionAnswered(answer.result()));
    }
    answer.onComplete(
        late -> {
          if (state.get() instanceof SessionState.Admitting) {
            answered.accept(new SessionInput.AdmissionAnswered(late.result()));
          }
        });
    return Optional.empty();
  }

  void ask(SessionAction.AskRecipient question) {
    ask(
        () -> parts.ports().recipients().ask(question.mailbox()),
        LostOutcomes::recipient,
        answered);
  }

  void ask(SessionAction.Verify question) {
    ask(
        () -> parts.ports().verification().ask(question.transaction(), question.message()),
        LostOutcomes::verified,
        answered);
  }

  void ask(SessionAction.Sign question) {
    ask(
        () -> parts.ports().signing().ask(question.transaction(), question.message()),
        LostOutcomes::signed,
        answered);
  }

  void ask(SessionAction.Store question, OpenContent content) {
    var octets = content.edited(question.fields(), question.edit());
    ask(
        () -> parts.ports().store().store(question.transaction(), question.destination(), octets),
        LostOutcomes::written,
        answered);
  }

  private <T> void ask(
      Supplier<CompletionStage<T>> question,
      BiFunction<@Nullable T, @Nullable Throwable, SessionInput> input,
      Consumer<SessionInput> then) {
    var asking = state.get().getClass();
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
                  if (state.get().getClass() == asking) {
                    then.accept(input.apply(outcome, failure));
                  }
                }));
  }
}
