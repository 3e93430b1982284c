package org.postseal.endtoend.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;

/** The page of settings says what the services' interfaces say. */
class SettingsPageTest {
  @Test
  void thePageIsFresh() throws IOException {
    var repository = Application.repository();
    assertThat(Files.readString(repository.resolve("docs/settings.md")))
        .as("docs/settings.md is stale; its head says how it is made")
        .isEqualTo(SettingsPage.text(repository));
  }

  @Test
  void everySettingHasItsMeaning() throws IOException {
    assertThat(SettingsPage.text(Application.repository()).lines())
        .filteredOn(line -> line.startsWith("| `"))
        .hasSizeGreaterThan(100)
        .noneMatch(line -> line.endsWith("|  |"));
  }
}
