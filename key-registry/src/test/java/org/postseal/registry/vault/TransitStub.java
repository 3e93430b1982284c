package org.postseal.registry.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/**
 * What the Transit secrets engine answers, as its documentation says: encrypt, decrypt and read of
 * one key {@code postseal}, with versions, associated data and a token. It is not Vault.
 */
final class TransitStub implements AutoCloseable {

  static final String TOKEN = "hvs.secret-token";

  private final HttpServer server;
  private final SecureRandom random = new SecureRandom();
  private final List<byte[]> versions = new ArrayList<>();
  private volatile int failure;

  TransitStub() throws IOException {
    rotate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/transit/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void rotate() {
    var key = new byte[32];
    random.nextBytes(key);
    versions.add(key);
  }

  /** From now on nothing but this status; 0 ends it. */
  void fail(int status) {
    failure = status;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var asked = exchange.getRequestURI().getPath().substring("/v1/transit/".length());
    try {
      if (failure != 0) {
        send(exchange, failure, "{\"errors\":[]}");
      } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
        send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
      } else {
        switch (exchange.getRequestMethod() + " " + asked) {
          case "GET keys/postseal" ->
              send(
                  exchange,
                  200,
                  "{\"data\":{\"latest_version\":%d,\"type\":\"aes256-gcm96\"}}"
                      .formatted(versions.size()));
          case "POST encrypt/postseal" -> data(exchange, "ciphertext", encrypted(body(exchange)));
          case "POST decrypt/postseal" -> data(exchange, "plaintext", decrypted(body(exchange)));
          default -> send(exchange, 404, "{\"errors\":[]}");
        }
      }
    } catch (GeneralSecurityException | MalformedRecordException | IllegalArgumentException _) {
      send(exchange, 400, "{\"errors\":[\"cipher: message authentication failed\"]}");
    } finally {
      exchange.close();
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException, MalformedRecordException {
    return Json.read(exchange.getRequestBody().readAllBytes(), JsonNode.class);
  }

  private String encrypted(JsonNode body) throws GeneralSecurityException {
    var nonce = new byte[12];
    random.nextBytes(nonce);
    var sealed = cipher(Cipher.ENCRYPT_MODE, versions.size(), nonce, body).doFinal(plaintext(body));
    var all = new byte[12 + sealed.length];
    System.arraycopy(nonce, 0, all, 0, 12);
    System.arraycopy(sealed, 0, all, 12, sealed.length);
    return "vault:v" + versions.size() + ":" + Base64.getEncoder().encodeToString(all);
  }

  private static byte[] plaintext(JsonNode body) {
    return Base64.getDecoder().decode(body.path("plaintext").asText());
  }

  private String decrypted(JsonNode body) throws GeneralSecurityException {
    var parts = body.path("ciphertext").asText().split(":", -1);
    var all = Base64.getDecoder().decode(parts[2]);
    int version = Integer.parseInt(parts[1].substring(1));
    var nonce = Arrays.copyOf(all, 12);
    return Base64.getEncoder()
        .encodeToString(
            cipher(Cipher.DECRYPT_MODE, version, nonce, body).doFinal(all, 12, all.length - 12));
  }

  private Cipher cipher(int mode, int version, byte[] nonce, JsonNode body)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(versions.get(version - 1), "AES"),
        new GCMParameterSpec(128, nonce));
    cipher.updateAAD(Base64.getDecoder().decode(body.path("associated_data").asText()));
    return cipher;
  }

  private static void data(HttpExchange exchange, String name, String value) throws IOException {
    var data = JsonNodeFactory.instance.objectNode();
    data.putObject("data").put(name, value);
    send(exchange, 200, data.toString());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var octets = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, octets.length);
    exchange.getResponseBody().write(octets);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
