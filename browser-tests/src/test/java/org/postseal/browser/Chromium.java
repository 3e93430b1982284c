package org.postseal.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Debian's Chromium without a screen, and what it complains of. */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 640;
  private static final String VIOLATIONS =
      "window.violations = [];"
          + "document.addEventListener('securitypolicyviolation',"
          + " e => window.violations.push(e.violatedDirective + ' ' + e.blockedURI));";

  private final Playwright playwright;
  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
    this.context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT));
    context.addInitScript(VIOLATIONS);
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  /** Starts it; without the program the test is skipped. */
  static Chromium start() {
    assumeTrue(Files.isExecutable(PROGRAM), "no " + PROGRAM);
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu"))));
  }

  Page page() {
    return page;
  }

  void prefers(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  /** What it has complained of since the last time. */
  List<String> complaints() {
    var all = new ArrayList<>(complaints);
    complaints.clear();
    if (page.evaluate("() => window.violations") instanceof List<?> violations) {
      violations.forEach(one -> all.add("content security policy: " + one));
    }
    return all;
  }

  /** What axe-core finds serious or critical on this page, with the elements. */
  List<String> barriers() throws IOException {
    page.evaluate(axe());
    var found =
        page.evaluate(
            "async () => (await axe.run()).violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ').slice(0, 300))");
    return ((List<?>) Objects.requireNonNull(found)).stream().map(Object::toString).toList();
  }

  private static String axe() throws IOException {
    var path = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (InputStream script = Chromium.class.getClassLoader().getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Presses the tabulator until it comes to nothing new: what it came by, in order. */
  List<String> reachedByKeyboard() {
    var reached = new ArrayList<String>();
    page.evaluate("() => { window.scrollTo(0, 0); document.activeElement.blur(); }");
    for (int press = 0; press < 200; press++) {
      page.keyboard().press("Tab");
      var now =
          String.valueOf(
              page.evaluate(
                  "() => { const e = document.activeElement;"
                      + " window.reached = window.reached || new Set([document.body]);"
                      + " if (window.reached.has(e)) return '';"
                      + " window.reached.add(e);"
                      + " return e.tagName + ' '"
                      + " + (e.getAttribute('href') || e.getAttribute('name')"
                      + " || e.getAttribute('aria-label') || e.textContent.trim()); }"));
      if (now.isEmpty()) {
        return reached;
      }
      reached.add(now);
    }
    return reached;
  }

  @Override
  public void close() {
    context.close();
    browser.close();
    playwright.close();
  }
}
