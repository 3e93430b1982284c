package org.postseal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.endtoend.gateway.Gateway;
import org.postseal.endtoend.gateway.GatewayPlan;
import org.postseal.endtoend.gateway.Waiting;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * The console of a running gateway in Chromium. With {@code -Dpostseal.screenshots=DIRECTORY} it
 * leaves a picture of each page there, light and dark.
 */
@Tag("interop")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleInBrowserTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String HERE = "one.example";
  private static final String AWAY = "away.example";
  private static final String PASSWORD = "a password of carol";
  private static final int LARGEST_PICTURE = 60 * 1024;

  @TempDir private static Path directory;
  private static Gateway gateway;
  private static Chromium chromium;
  private static String root;
  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.start();
    var plan =
        GatewayPlan.of(directory, "mx." + HERE)
            .with("postseal.relay.routes.\"" + AWAY + "\"", "smtp:127.0.0.1:9")
            .withAccount("carol", PASSWORD, "carol@" + HERE);
    gateway = Gateway.start(plan).awaitReady(LIMIT);
    root = "http://127.0.0.1:" + gateway.ports().http();
    var registry = gateway.registry();
    registry.putDomain(HERE, "{\"local\": true, \"signed\": true, \"signingPolicy\": \"all\"}");
    registry.block("spam.example", "sold addresses");
    registry.activateByForce(registry.makeKey(HERE, "ed25519"));
    for (int n = 0; n < 4; n++) {
      refused("eve" + n + "@bank.example");
    }
    submitted();
    chromium.page().navigate(link());
    PAGES.put("now", "/console");
    PAGES.put("find", "/console/find");
    PAGES.put("message", path("/console/find?since=1h", "a[href^='/console/messages/']"));
    PAGES.put("forgeries", "/console/forgeries");
    PAGES.put("queue", "/console/mail/queue");
    PAGES.put("waiting", path("/console/mail/queue", "a[href^='/console/mail/queue/']"));
    PAGES.put("quarantine", "/console/mail/quarantine");
    PAGES.put("blocklist", "/console/blocklist");
    PAGES.put("domains", "/console/domains");
    PAGES.put("domain", "/console/domains/" + HERE);
    PAGES.put("audit", "/console/audit");
    PAGES.put("dead-letters", "/console/dead-letters");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  private static String link() throws IOException {
    var file = gateway.plan().directory().resolve("data/console/sign-in-link");
    return Files.readString(file).strip();
  }

  private static void refused(String author) throws IOException {
    try (var session = SmtpSession.connect(gateway.ports().mx())) {
      session.command("EHLO mail.example.net");
      var twice = "From: " + author + "\r\nFrom: x@x.example\r\nSubject: x\r\n\r\nx\r\n";
      var reply =
          session.transaction(author, "bob@" + HERE, twice.getBytes(StandardCharsets.US_ASCII));
      assertThat(reply.code()).isEqualTo(550);
    }
  }

  private static void submitted() throws IOException {
    var letter = new Letter("carol@" + HERE, "dan@" + AWAY, "<script>alert(1)</script>", "text");
    try (var session = SmtpSession.connectTls(gateway.ports().submissions())) {
      session.command("EHLO laptop");
      session.authPlain("carol", PASSWORD);
      var reply = session.transaction("carol@" + HERE, "dan@" + AWAY, letter.octets());
      assertThat(reply.code()).isEqualTo(250);
    }
  }

  /** Where the first link of that kind leads, once there is one. */
  private static String path(String page, String selector) {
    return Waiting.until(
        "a link on " + page,
        LIMIT,
        () -> {
          chromium.page().navigate(root + page);
          var links = chromium.page().querySelectorAll(selector);
          return links.isEmpty()
              ? Optional.<String>empty()
              : Optional.ofNullable(links.getLast().getAttribute("href"));
        });
  }

  @Test
  @Order(1)
  void noPageMakesTheBrowserComplainOrShutsAnybodyOut() throws Exception {
    chromium.complaints();
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      chromium.prefers(scheme);
      for (var page : PAGES.entrySet()) {
        var answer = chromium.page().navigate(root + page.getValue());
        assertThat(answer.status()).as(page.getKey()).isEqualTo(200);
        assertThat(chromium.complaints()).as(page.getKey()).isEmpty();
        picture(page.getKey() + "-" + scheme.name().toLowerCase(Locale.ROOT));
        assertThat(chromium.barriers()).as(page.getKey() + " " + scheme).isEmpty();
        chromium.complaints(); // of axe-core's own drawing
      }
    }
    chromium.prefers(ColorScheme.LIGHT);
  }

  private static void picture(String name) throws IOException {
    var wanted = System.getProperty("postseal.screenshots", "");
    if (!wanted.isEmpty()) {
      var octets = SmallPicture.of(chromium.page().screenshot(new Page.ScreenshotOptions()));
      assertThat(octets.length).as(name).isLessThanOrEqualTo(LARGEST_PICTURE);
      Files.write(Files.createDirectories(Path.of(wanted)).resolve(name + ".png"), octets);
    }
  }

  @Test
  @Order(2)
  void theKeyboardReachesEverything() {
    for (var page : List.of("find", "queue", "waiting", "blocklist", "domain")) {
      chromium.page().navigate(root + PAGES.get(page));
      var reached = chromium.reachedByKeyboard();
      assertThat(reached.getFirst()).isEqualTo("A #content");
      var all =
          chromium
              .page()
              .querySelectorAll(
                  "a[href], button, select, input:not([type=hidden]), [tabindex='0']");
      assertThat(reached).as(page).hasSize(all.size());
    }
  }

  @Test
  @Order(3)
  void aDomainIsBlockedWithTheKeyboardAlone() {
    var page = chromium.page();
    page.navigate(root + "/console/blocklist");
    page.focus("input[name=name]");
    page.keyboard().type("evil.example");
    page.keyboard().press("Tab");
    page.keyboard().type("\"><script>alert(1)</script>");
    page.keyboard().press("Enter");
    page.waitForURL(root + "/console/blocklist/add");
    assertThat(page.textContent("h1")).isEqualTo("evil.example is blocked from now on.");
    page.navigate(root + "/console/blocklist");
    assertThat(page.textContent("main")).contains("\"><script>alert(1)</script>");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  @Order(4)
  void anotherSiteCanSendNoForm() throws Exception {
    var page =
        "<form id=f method=post action='"
            + root
            + "/console/blocklist/add'><input name=name value=good.example>"
            + "<input name=reason value=x></form><script>document.forms.f.submit()</script>";
    var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length());
            exchange.getResponseBody().write(page.getBytes(StandardCharsets.US_ASCII));
          }
        });
    site.start();
    try {
      // Another port of the same host is the same site to cookies: only the form's secret is left.
      chromium.page().navigate("http://127.0.0.1:" + site.getAddress().getPort() + "/");
      chromium.page().waitForURL(root + "/console/blocklist/add");
      assertThat(chromium.page().textContent("h1")).contains("not from a page of your session");
    } finally {
      site.stop(0);
    }
    chromium.complaints(); // which has the status 403
    chromium.page().navigate(root + "/console/blocklist");
    assertThat(chromium.page().textContent("main")).doesNotContain("good.example");
  }

  @Test
  @Order(5)
  void whoSignsOutIsOut() {
    chromium.page().navigate(root + "/console");
    chromium.page().click("text=Sign out");
    assertThat(chromium.page().textContent("h1")).isEqualTo("Sign in");
  }
}
