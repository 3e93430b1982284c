package org.postseal.endtoend.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Waiting;

/**
 * An rspamd of our own on loopback, with nothing but its modules for DKIM and ARC, asked over HTTP.
 * Whom it takes for an authenticated user it signs for, relaxed/relaxed and with both keys, and for
 * others it seals; what it thinks of a message it says in any case.
 */
final class Rspamd implements Witness, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLUGINS = "/usr/share/rspamd/plugins/";

  private final Process process;
  private final URI scan;

  /** It answers nothing to an offer of HTTP/2. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Rspamd(Process process, URI scan) {
    this.process = process;
    this.scan = scan;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param folder where its configuration and its log go
   */
  static Rspamd start(Program program, WitnessKeys keys, int dnsPort, Path folder)
      throws IOException {
    int port = FreePorts.one();
    // An empty list of top-level domains: reading the whole one takes a minute.
    var domains = Files.writeString(folder.resolve("tld"), "");
    var configuration =
        Files.writeString(
            folder.resolve("rspamd.conf"), configuration(keys, dnsPort, port, folder, domains));
    var process =
        program.start(
            List.of("-f", "-i", "-c", configuration.toString()), folder.resolve("rspamd.out"));
    var started = new Rspamd(process, URI.create("http://127.0.0.1:" + port + "/"));
    Waiting.until("an answer of rspamd", LIMIT, started::ping);
    return started;
  }

  private static String configuration(
      WitnessKeys keys, int dnsPort, int port, Path folder, Path domains) {
    return """
    options {
      pidfile = "%1$s/rspamd.pid"; rundir = "%1$s"; dbdir = "%1$s"; dynamic_conf = "%1$s/dynamic";
      control_socket = "%1$s/control.sock mode=0600"; url_tld = "%2$s"; disable_hyperscan = true;
      filters = "dkim"; local_addrs = [];
      dns { nameserver = ["127.0.0.1:%3$d"]; timeout = 2s; retransmits = 3; }
    }
    logging { type = "file"; filename = "%1$s/rspamd.log"; level = "info"; }
    lua = "/usr/share/rspamd/rules/rspamd.lua";
    dkim { check_local = true; check_authed = true; max_sigs = 20; }
    dkim_signing {
      allow_username_mismatch = true; allow_hdrfrom_mismatch = true; sign_authenticated = true;
      use_esld = false; use_domain = "header";
      sign_headers = "(o)from:(o)subject:(x)to:(o)x-odd:date:reply-to";
      domain { example.com { selectors [
        { path = "%4$s"; selector = "rsa"; }, { path = "%5$s"; selector = "ed"; } ] } }
    }
    arc {
      check_local = true; check_authed = true; sign_inbound = true; sign_authenticated = false;
      allow_username_mismatch = true; allow_hdrfrom_mismatch = true; use_esld = false;
      use_domain = "header"; domain { example.com { path = "%4$s"; selector = "rsa"; } }
    }
    modules { path = "%6$sdkim_signing.lua"; path = "%6$sarc.lua"; }
    worker "normal" { bind_socket = "127.0.0.1:%7$d"; count = 1; }
    metric "default" { actions { reject = 1000; } }
    """
        .formatted(folder, domains, dnsPort, keys.rsaPem(), keys.edLong(), PLUGINS, port);
  }

  private Optional<Boolean> ping() {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(scan.resolve("ping")).timeout(LIMIT).build(),
              HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200 ? Optional.of(true) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode answer(byte[] message, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(scan.resolve("checkv2"))
            .timeout(LIMIT)
            .headers("IP", "192.0.2.1", "From", "joe@example.com")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return JSON.readTree(
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body());
  }

  @Override
  public Map<String, String> verify(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var words = new HashMap<String, String>();
    for (var message : messages.entrySet()) {
      var symbols = answer(message.getValue()).path("symbols");
      var found = new ArrayList<String>();
      symbols.at("/R_DKIM_ALLOW/options").forEach(_ -> found.add("pass"));
      for (String other :
          List.of("R_DKIM_REJECT", "R_DKIM_TEMPFAIL", "R_DKIM_PERMFAIL", "R_DKIM_NA")) {
        if (symbols.has(other)) {
          found.add(other);
        }
      }
      words.put(message.getKey(), String.join(" ", found));
    }
    return words;
  }

  @Override
  public Map<String, byte[]> sign(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var signed = new HashMap<String, byte[]>();
    for (var message : messages.entrySet()) {
      var fields = answer(message.getValue(), "User", "joe").path("dkim-signature");
      if (fields.size() == 2) {
        var prepended = new ByteArrayOutputStream();
        fields.forEach(field -> prepended.writeBytes(field("DKIM-Signature", field)));
        prepended.writeBytes(message.getValue());
        signed.put(message.getKey(), prepended.toByteArray());
      }
    }
    return signed;
  }

  @Override
  public Map<String, String> validate(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var words = new HashMap<String, String>();
    for (var message : messages.entrySet()) {
      var symbols = answer(message.getValue(), "User", "joe").path("symbols");
      words.put(
          message.getKey(),
          symbols.has("ARC_ALLOW")
              ? "pass"
              : StreamSupport.stream(symbols.spliterator(), false)
                  .map(symbol -> symbol.path("name").asText())
                  .filter(name -> name.startsWith("ARC_"))
                  .findFirst()
                  .orElse("none"));
    }
    return words;
  }

  @Override
  public Map<String, byte[]> seal(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var sealed = new HashMap<String, byte[]>();
    for (var message : messages.entrySet()) {
      var fields = answer(message.getValue()).at("/milter/add_headers");
      if (fields.has("ARC-Seal")) {
        var prepended = new ByteArrayOutputStream();
        for (String name :
            List.of("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results")) {
          prepended.writeBytes(field(name, fields.path(name).path("value")));
        }
        prepended.writeBytes(message.getValue());
        sealed.put(message.getKey(), prepended.toByteArray());
      }
    }
    return sealed;
  }

  /** It folds with what it takes for the message's line end; a short message deceives it. */
  private static byte[] field(String name, JsonNode value) {
    return (name + ": " + value.asText().replaceAll("\r?\n", "\r\n") + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
