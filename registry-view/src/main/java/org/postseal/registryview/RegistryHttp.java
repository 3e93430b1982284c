package org.postseal.registryview;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;

/**
 * Asks the registry's HTTP API. Blocks, so call it on threads that may wait.
 *
 * <p>A registry that did not answer is left alone for a while: until then every question is
 * answered {@link Answer.Away} at once, and then a single one is let through to try.
 */
public final class RegistryHttp implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RegistryHttp.class);
  private static final int OK = 200;
  private static final int CLIENT_ERROR = 400;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int WARM_UP_ATTEMPTS = 3;

  private final Endpoint endpoint;
  private final HttpClient client;
  private final Breaker breaker;
  private final LongAdder answered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder away = new LongAdder();

  /**
   * How its questions ended so far.
   *
   * @param answered with status 200
   * @param refused with a 4xx status
   * @param away without an answer in time, or left alone for that
   */
  public record Statistics(long answered, long refused, long away) {}

  /**
   * Where the registry is, and how much patience it is shown.
   *
   * @param base such as {@code http://127.0.0.1:8080}
   * @param token shown with every question
   * @param timeout of a question, connecting included
   * @param pause how long a registry that did not answer is left alone
   */
  public record Endpoint(
      URI base, Optional<RegistryToken> token, Duration timeout, Duration pause) {}

  /** How a question ended. */
  public sealed interface Answer {
    /** Status 200 with this body, which may be secret. */
    record Ok(byte[] body) implements Answer {
      @Override
      public String toString() {
        return "Ok[" + body.length + " octets]";
      }
    }

    /** The registry does not want to answer that: a 4xx status. */
    record Refused(int status) implements Answer {}

    /** No answer now. */
    record Away(String reason) implements Answer {}
  }

  /** Believes the certificates that the JVM believes. */
  public RegistryHttp(Endpoint endpoint) {
    this(endpoint, Optional.empty());
  }

  /**
   * @param endpoint where it is
   * @param trust makes the TLS context that knows whose certificates are believed; those the JVM
   *     believes if absent
   * @throws IllegalStateException if that fails
   */
  public RegistryHttp(Endpoint endpoint, Optional<Callable<SSLContext>> trust) {
    this.endpoint = endpoint;
    this.breaker = new Breaker(endpoint.pause());
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(endpoint.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    trust.map(RegistryHttp::made).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  private static SSLContext made(Callable<SSLContext> trust) {
    try {
      return trust.call();
    } catch (Exception e) {
      throw new IllegalStateException("the registry's authority cannot be used: " + e, e);
    }
  }

  /** How long a registry that did not answer is left alone. */
  public Duration pause() {
    return endpoint.pause();
  }

  /** Asks for a resource. */
  public Answer get(RegistryResource resource) {
    if (!breaker.letsThrough(System.nanoTime())) {
      away.increment();
      return new Answer.Away("the registry is away");
    }
    var answer = ask(resource.encoded());
    switch (answer) {
      case Answer.Ok _ -> {
        answered.increment();
        breaker.answered();
      }
      case Answer.Refused _ -> {
        refused.increment();
        breaker.answered();
      }
      case Answer.Away(var reason) -> {
        away.increment();
        if (breaker.failed(System.nanoTime())) {
          LOG.warnf("the registry at %s is away: %s", endpoint.base(), reason);
        }
      }
    }
    return answer;
  }

  /**
   * Connects, in the background, whatever comes of it: the first TLS handshake of a JVM takes
   * longer than a question may.
   */
  public void warmUp() {
    Thread.ofVirtual()
        .name("registry-warm-up")
        .start(
            () -> {
              for (int attempt = 0; attempt < WARM_UP_ATTEMPTS; attempt++) {
                if (!(ask("/") instanceof Answer.Away)) {
                  return;
                }
              }
            });
  }

  public Statistics statistics() {
    return new Statistics(answered.sum(), refused.sum(), away.sum());
  }

  private Answer ask(String path) {
    var span = MessageSpan.current().child(Leg.ASK_REGISTRY);
    try {
      return ask(path, span);
    } finally {
      span.end();
    }
  }

  private Answer ask(String path, MessageSpan span) {
    var request = HttpRequest.newBuilder(endpoint.base().resolve(path)).timeout(endpoint.timeout());
    endpoint.token().ifPresent(token -> request.header("Authorization", token.authorization()));
    span.trace()
        .ifPresent(
            trace -> {
              request.header("traceparent", trace.value());
              trace.state().ifPresent(state -> request.header("tracestate", state));
            });
    try {
      var response = client.send(request.build(), BodyHandlers.ofByteArray());
      int status = response.statusCode();
      if (status == OK) {
        return new Answer.Ok(response.body());
      }
      return isRefusal(status)
          ? new Answer.Refused(status)
          : new Answer.Away("it answers with status " + status);
    } catch (IOException e) {
      return new Answer.Away(reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Away("interrupted");
    }
  }

  private static boolean isRefusal(int status) {
    return status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_MANY_REQUESTS;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
