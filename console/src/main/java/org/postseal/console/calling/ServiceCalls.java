package org.postseal.console.calling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jboss.logging.Logger;
import org.postseal.access.ActingFor;
import org.postseal.console.CalledServiceSettings;
import org.postseal.registryview.RegistryToken;

/** Calls one other service of the gateway. Everything blocks. */
public final class ServiceCalls {
  /** What is made into JSON, or of it. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = Logger.getLogger(ServiceCalls.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int LONGEST_ANSWER = 8 * 1024 * 1024;
  private static final int LONGEST_PROBLEM = 64 * 1024;
  private static final int FIRST_REFUSAL = 300;
  private static final int UNAVAILABLE = 503;

  private final String name;
  private final String root;
  private final CalledServiceSettings settings;
  private final HttpClient http;

  /**
   * @param name as people know it, and in the settings
   * @param root what the paths of its API begin with
   */
  ServiceCalls(
      String name, String root, CalledServiceSettings settings, Optional<SSLContext> trust) {
    this.name = name;
    this.root = root;
    this.settings = settings;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Calls it, and reads what it says whole. */
  public Answer send(Call call, Caller caller) {
    return switch (open(call, caller)) {
      case Answer.Refused refused -> refused;
      case Content.Open(var octets) -> read(octets);
    };
  }

  private Answer read(InputStream octets) {
    try (octets) {
      var whole = octets.readNBytes(LONGEST_ANSWER + 1);
      if (whole.length > LONGEST_ANSWER) {
        return away("The answer of the " + name + " is too long to show.");
      }
      var text = new String(whole, StandardCharsets.UTF_8);
      return new Answer.Done(tree(text), text);
    } catch (IOException e) {
      return unreachable(e);
    }
  }

  /** Calls it for octets. */
  public Content open(Call call, Caller caller) {
    if (settings.url().isEmpty() || settings.tokenFile().isEmpty()) {
      return away("The console is not told where the " + name + " is: see " + setting() + ".");
    }
    try {
      var response =
          http.send(
              request(settings.url().get(), call, caller),
              HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() < FIRST_REFUSAL) {
        return new Content.Open(response.body());
      }
      try (var body = response.body()) {
        var problem = new String(body.readNBytes(LONGEST_PROBLEM), StandardCharsets.UTF_8);
        return Sentence.of(name, response.statusCode(), tree(problem));
      }
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.warnf("the console has no token for the %s: %s", name, e.getMessage());
      return away("The console has no token for the " + name + ": see " + setting() + ".");
    } catch (IOException e) {
      return unreachable(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return away("The console is being stopped.");
    }
  }

  private Answer.Refused unreachable(IOException e) {
    LOG.warnf("the %s cannot be reached: %s", name, e.toString());
    return away("The " + name + " cannot be reached now; try again in a moment.");
  }

  private String setting() {
    return "postseal.console." + name + ".*";
  }

  private static Answer.Refused away(String sentence) {
    return new Answer.Refused(UNAVAILABLE, sentence);
  }

  private HttpRequest request(URI url, Call call, Caller caller) {
    var token = RegistryToken.read(settings.tokenFile().orElseThrow(), caller.role().roleName());
    var request =
        HttpRequest.newBuilder(url.resolve(root + call.path()))
            .timeout(settings.timeout())
            .header("Authorization", token.authorization())
            .header(ActingFor.FIELD, caller.name())
            .method(
                call.method(),
                call.body()
                    .map(tree -> HttpRequest.BodyPublishers.ofString(tree.toString()))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    call.body().ifPresent(_ -> request.header("Content-Type", "application/json"));
    if (call.onlyIfAbsent()) {
      request.header("If-None-Match", "*");
    }
    return request.build();
  }

  private static JsonNode tree(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance(); // such as a zone file
    }
  }
}
