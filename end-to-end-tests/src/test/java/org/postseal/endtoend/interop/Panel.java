package org.postseal.endtoend.interop;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postseal.endtoend.gateway.Application;

/**
 * One query of a panel of our dashboards.
 *
 * @param name dashboard and title, for people
 * @param query as Grafana would send it, with its interval filled in
 */
record Panel(String name, String query) {
  private static final Path DIRECTORY =
      Application.repository().resolve("docker/grafana/dashboards");

  /** Every query of every dashboard. */
  static List<Panel> all() {
    var panels = new ArrayList<Panel>();
    try (var files = Files.newDirectoryStream(DIRECTORY, "*.json")) {
      for (var file : files) {
        var dashboard = new ObjectMapper().readTree(file.toFile());
        for (var panel : dashboard.path("panels")) {
          for (var target : panel.path("targets")) {
            panels.add(
                new Panel(
                    file.getFileName() + ": " + panel.path("title").asText(),
                    target.path("expr").asText().replace("$__rate_interval", "20s")));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return panels;
  }
}
