package org.postseal.endtoend.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.ParsedResults;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.interop.MilterConnection.Inserted;

/**
 * opendkim as the milter that it is. It signs in one manner at a time, so it is started anew for
 * each. It knows nothing of ARC.
 */
final class OpenDkim implements Witness {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Program opendkim;
  private final WitnessKeys keys;
  private final Path folder;
  private final Path resolver;

  /**
   * @param folder where its configuration and its output go
   */
  OpenDkim(Program opendkim, WitnessKeys keys, int dnsPort, Path folder) throws IOException {
    this.opendkim = opendkim;
    this.keys = keys;
    this.folder = folder;
    this.resolver =
        Files.writeString(
            folder.resolve("unbound.conf"),
            """
            server:
              do-not-query-localhost: no
              module-config: "iterator"
            forward-zone:
              name: "."
              forward-addr: 127.0.0.1@%d
            """
                .formatted(dnsPort));
  }

  @Override
  public Map<String, String> verify(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var words = new HashMap<String, String>();
    offer(
            """
            Mode v
            ResolverConfiguration %s
            AlwaysAddARHeader yes
            RequireSafeKeys no
            Syslog no
            """
                .formatted(resolver),
            messages)
        .forEach(
            (name, fields) ->
                words.put(
                    name, fields.stream().map(OpenDkim::words).collect(Collectors.joining(" "))));
    return words;
  }

  private static String words(Inserted field) {
    return switch (AuthenticationResults.parse(field.value())) {
      case ParsedResults.WellFormed(var results, _) ->
          results.results().stream()
              .filter(result -> result.method().equals("dkim"))
              .map(result -> result.result().word())
              .collect(Collectors.joining(" "));
      case ParsedResults.Malformed(var reason) -> reason;
    };
  }

  @Override
  public Map<String, byte[]> sign(Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var byManner = new TreeMap<String, Map<String, byte[]>>();
    messages.forEach(
        (name, octets) ->
            byManner
                .computeIfAbsent(name.split("-", 2)[1], _ -> new TreeMap<>())
                .put(name, octets));
    var signed = new HashMap<String, byte[]>();
    for (var manner : byManner.entrySet()) {
      offer(signing(manner.getKey().split("-", -1)), manner.getValue())
          .forEach((name, fields) -> signed.put(name, below(fields, messages.get(name))));
    }
    return signed;
  }

  private String signing(String... manner) {
    boolean rsa = manner[0].equals("rsa");
    return """
    Mode s
    Domain example.com
    Selector %s
    KeyFile %s
    SignatureAlgorithm %s
    Canonicalization %s/%s
    SignHeaders from,to,subject,date,reply-to,x-odd,received
    OversignHeaders from,subject,x-odd
    InternalHosts 0.0.0.0/0
    RequireSafeKeys no
    Syslog no
    """
        .formatted(
            manner[0],
            rsa ? keys.rsaPem() : keys.edPem(),
            rsa ? "rsa-sha256" : "ed25519-sha256",
            manner[1],
            manner[2]);
  }

  private static byte[] below(List<Inserted> fields, byte[] message) {
    var signed = new ByteArrayOutputStream();
    for (Inserted field : fields) {
      // it speaks sendmail's dialect, in which a header field has no white space of its own
      String line = field.name() + ":" + field.value().replaceAll("\r?\n", "\r\n") + "\r\n";
      signed.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
    }
    signed.writeBytes(message);
    return signed.toByteArray();
  }

  /** What it inserts into each message when it runs with this configuration. */
  private Map<String, List<Inserted>> offer(String configuration, Map<String, byte[]> messages)
      throws IOException, InterruptedException {
    var socket = folder.resolve("milter.sock");
    Files.deleteIfExists(socket);
    var config = Files.writeString(folder.resolve("opendkim.conf"), configuration);
    var process =
        opendkim.start(
            List.of("-f", "-x", config.toString(), "-p", "local:" + socket),
            folder.resolve("opendkim.out"));
    try (var milter = Waiting.until("opendkim", LIMIT, () -> connect(socket))) {
      var inserted = new HashMap<String, List<Inserted>>();
      for (var message : messages.entrySet()) {
        inserted.put(message.getKey(), milter.offer(message.getValue()));
      }
      return inserted;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static Optional<MilterConnection> connect(Path socket) {
    try {
      return Optional.of(MilterConnection.open(socket));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public Map<String, String> validate(Map<String, byte[]> messages) {
    throw new UnsupportedOperationException("opendkim knows no ARC");
  }

  @Override
  public Map<String, byte[]> seal(Map<String, byte[]> messages) {
    throw new UnsupportedOperationException("opendkim knows no ARC");
  }
}
