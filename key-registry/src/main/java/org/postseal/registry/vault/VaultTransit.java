package org.postseal.registry.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

/**
 * Signing keys encrypted by the Transit secrets engine of Vault or OpenBao, under a key of type
 * {@code aes256-gcm96}, with domain, selector and key id as associated data. What was sealed with
 * keys of a file before is still opened with them, and {@code keys rewrap} brings it here.
 *
 * <p>The policy needs {@code update} on {@code encrypt/KEY} and {@code decrypt/KEY}, and {@code
 * read} on {@code keys/KEY}. A private key is opened whenever a signer fetches it: while Vault is
 * away signers go on with the keys they have, and new ones have none.
 */
public final class VaultTransit implements KeyEncryption {

  private static final byte[] NO_NONCE = {};
  private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([1-9][0-9]{0,8}):.{1,65536}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");
  private static final int OK = 200;

  private final Place place;
  private final HttpClient http;
  private final KeyEncryptionKeys before;

  /**
   * Where it is, and as who it is asked.
   *
   * @param mount of the secrets engine
   * @param key its name
   * @param tokenFile read for each request, because an agent renews it
   */
  public record Place(URI url, String mount, String key, Path tokenFile, Duration patience) {}

  /**
   * Prepares; asks nothing.
   *
   * @param trust whose certificates it may show; empty: the JDK's
   * @param before opens what was sealed before there was a vault
   */
  public VaultTransit(Place place, Optional<Callable<SSLContext>> trust, KeyEncryptionKeys before) {
    this.place = place;
    this.before = before;
    var builder = HttpClient.newBuilder().connectTimeout(place.patience());
    trust.ifPresent(context -> builder.sslContext(made(context)));
    this.http = builder.build();
  }

  private static SSLContext made(Callable<SSLContext> context) {
    try {
      return context.call();
    } catch (Exception e) {
      throw new IllegalStateException("quarkus.tls.\"vault\" cannot be used", e);
    }
  }

  /** Whether private keys may go there: over TLS, or not beyond this machine. */
  public static boolean mayCarrySecrets(URI url) {
    if ("https".equalsIgnoreCase(url.getScheme())) {
      return true;
    }
    try {
      return url.getHost() != null && InetAddress.ofLiteral(url.getHost()).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return "localhost".equalsIgnoreCase(url.getHost());
    }
  }

  @Override
  public SealedPrivateKey seal(byte[] privateKey, Binding binding) {
    var body = bound(binding).put("plaintext", base64(privateKey));
    var ciphertext = post("encrypt", body).path("ciphertext").asText();
    var matcher = CIPHERTEXT.matcher(ciphertext);
    if (!matcher.matches()) {
      throw new UnavailableException("the vault's answer has no ciphertext");
    }
    return new SealedPrivateKey(
        Integer.parseInt(matcher.group(1)), NO_NONCE, ciphertext.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] open(SealedPrivateKey sealed, Binding binding) throws UnopenableKeyException {
    if (sealed.nonce().length > 0) {
      return before.open(sealed, binding);
    }
    try {
      var body =
          bound(binding).put("ciphertext", new String(sealed.ciphertext(), StandardCharsets.UTF_8));
      var plaintext = post("decrypt", body).path("plaintext").asText();
      return Base64.getDecoder().decode(plaintext);
    } catch (IllegalArgumentException _) {
      throw new UnopenableKeyException("the vault's answer is not base64");
    } catch (UnavailableException e) {
      throw new UnopenableKeyException(
          "the private half of " + binding.keyId() + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public String current() {
    return name(ask(request("keys").GET()).path("latest_version").asInt());
  }

  @Override
  public String nameOf(SealedPrivateKey sealed) {
    return sealed.nonce().length > 0 ? before.nameOf(sealed) : name(sealed.version());
  }

  /** Those of the file; the vault's own are trimmed there. */
  @Override
  public Set<String> kept() {
    return before.kept();
  }

  private String name(int version) {
    return "vault:" + place.key() + ":" + version;
  }

  /** Each part with its length before it, so that no two bindings give the same octets. */
  private static ObjectNode bound(Binding binding) {
    var text = new StringBuilder();
    for (var part :
        new String[] {
          binding.name().domain().ascii(), binding.name().selector().ascii(), binding.keyId()
        }) {
      text.append(part.length()).append(':').append(part);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("associated_data", base64(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode post(String action, ObjectNode body) {
    return ask(request(action).POST(BodyPublishers.ofByteArray(Json.write(body))));
  }

  private HttpRequest.Builder request(String action) {
    var path = "/v1/" + place.mount() + "/" + action + "/" + place.key();
    return HttpRequest.newBuilder(place.url().resolve(path))
        .timeout(place.patience())
        .header("Content-Type", "application/json")
        .header("X-Vault-Request", "true")
        .header("X-Vault-Token", token());
  }

  private String token() {
    try {
      var token = Files.readString(place.tokenFile()).strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new UnavailableException("the vault's token is not one line of visible characters");
      }
      return token;
    } catch (IOException e) {
      throw new UnavailableException("the vault's token cannot be read", e);
    }
  }

  /** The answer's {@code data}. Neither the question nor the answer gets into a message. */
  private JsonNode ask(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != OK) {
        throw new UnavailableException("the vault answers with status " + answer.statusCode());
      }
      return Json.read(answer.body(), JsonNode.class).path("data");
    } catch (IOException e) {
      throw new UnavailableException("the vault does not answer", e);
    } catch (MalformedRecordException _) {
      throw new UnavailableException("the vault's answer is not JSON");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted");
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
