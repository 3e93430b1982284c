package org.postseal.console.page;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postseal.console.calling.Answer;
import org.postseal.console.index.Database;

/** Makes answers for browsers: pages, and what went wrong as a sentence on one. */
@Singleton
final class Rendering {
  private final Template trouble;
  private final Template done;

  Rendering(
      @Location("console/trouble.html") Template trouble,
      @Location("console/done.html") Template done) {
    this.trouble = trouble;
    this.done = done;
  }

  /** A page made of the index. */
  Response indexed(Supplier<TemplateInstance> made) {
    try {
      return Response.ok(made.get().render()).build();
    } catch (Database.AwayException _) {
      return refused(
          new Answer.Refused(
              Response.Status.SERVICE_UNAVAILABLE.getStatusCode(),
              "The index cannot be used now; the log says why. Mail goes on without it."));
    }
  }

  /** A page made of what another service says. */
  Response told(Answer answer, Function<Answer.Done, TemplateInstance> made) {
    return switch (answer) {
      case Answer.Done done -> Response.ok(made.apply(done).render()).build();
      case Answer.Refused refused -> refused(refused);
    };
  }

  /** What came of a form: a sentence, and where to go on. */
  Response outcome(Answer answer, Function<Answer.Done, String> sentence, String back) {
    return told(answer, it -> done.data("text", sentence.apply(it)).data("back", back));
  }

  /** Why nothing is shown or done. */
  Response refused(Answer.Refused refused) {
    return Response.status(refused.status()).entity(sentence(refused.sentence()).render()).build();
  }

  /** A page that asks for what was not understood. */
  Response wrong(String text) {
    return refused(new Answer.Refused(Response.Status.BAD_REQUEST.getStatusCode(), text));
  }

  /** A page that says that there is no such thing. */
  Response absent(String text) {
    return refused(new Answer.Refused(Response.Status.NOT_FOUND.getStatusCode(), text));
  }

  TemplateInstance sentence(String text) {
    return trouble.data("text", text);
  }
}
