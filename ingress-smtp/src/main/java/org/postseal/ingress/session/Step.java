package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postseal.smtp.reply.Reply;

/** The state after an input, and what is to be done about it. */
public record Step(SessionState next, List<SessionAction> actions) {

  static Step reply(SessionState next, Reply reply) {
    return new Step(next, List.of(new SessionAction.Send(reply)));
  }

  static Step replyAndClose(Reply... replies) {
    var actions = new ArrayList<SessionAction>();
    for (var reply : replies) {
      actions.add(new SessionAction.Send(reply));
    }
    actions.add(new SessionAction.Close());
    return new Step(new SessionState.Closed(), List.copyOf(actions));
  }

  /** The same, with this done first. */
  Step after(SessionAction first) {
    var all = new ArrayList<SessionAction>();
    all.add(first);
    all.addAll(actions);
    return new Step(next, List.copyOf(all));
  }

  /** A server that is shutting down goes no further than the end of a transaction. */
  Step thenShutDown() {
    var all = new ArrayList<>(actions);
    all.add(new SessionAction.Send(Replies.SHUTTING_DOWN));
    all.add(new SessionAction.Close());
    return new Step(new SessionState.Closed(), List.copyOf(all));
  }

  /** Has a use counted, and goes on with the answer. */
  static Step count(SessionState before, Use use, Function<SessionInput.Counted, Step> next) {
    return act(new SessionState.Counting(before, next), new SessionAction.Count(use));
  }

  /** The same, but only if there is room for the use; else this reply, where the client is. */
  static Step count(SessionState.Open stay, Use use, Reply tooMuch, Supplier<Step> next) {
    return count(
        stay,
        use,
        counted ->
            switch (counted) {
              case TAKEN -> next.get();
              case TOO_MUCH -> reply(stay, tooMuch);
            });
  }

  static Step act(SessionState next, SessionAction... actions) {
    return new Step(next, List.of(actions));
  }
}
