package org.postseal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody who signed in by a link, and sends forms. */
final class Browser {
  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"form-token\" value=\"([A-Za-z0-9_-]{43})\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;
  private final String cookie;

  private Browser(URI root, String cookie) {
    this.root = root;
    this.cookie = cookie;
  }

  /** Signs in by the link of a file. */
  static Browser signedIn(URI root, SignInLink link, String file) throws Exception {
    var first = link.offer(root.toString().replaceFirst("/$", "")).orElseThrow();
    var target = Files.readString(first.resolveSibling(file)).strip();
    var answer = new Browser(root, "a=b").get(target.replaceFirst("^http://[^/]*", ""));
    assertThat(answer.statusCode()).isEqualTo(303);
    var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return new Browser(root, cookie.substring(0, cookie.indexOf(';')));
  }

  /** The same without having signed in. */
  Browser stranger() {
    return new Browser(root, "a=b");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(root.resolve(path)));
  }

  /** What the forms of this session say. */
  String formToken() throws IOException, InterruptedException {
    var found = FORM_TOKEN.matcher(get("/console/blocklist").body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /** Sends a form of one of our pages. */
  HttpResponse<String> post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    var all = new java.util.LinkedHashMap<>(fields);
    all.putIfAbsent("form-token", formToken());
    return postAsIs(path, all);
  }

  /** Sends a form of anybody's. */
  HttpResponse<String> postAsIs(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    var body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(root.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
  }
}
