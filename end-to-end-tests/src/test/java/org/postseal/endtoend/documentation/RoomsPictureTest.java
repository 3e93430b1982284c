package org.postseal.endtoend.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.endtoend.gateway.Application;

/** The page of rooms says what the POMs say, and services are needed by nobody else. */
class RoomsPictureTest {
  private static final List<String> SERVICES =
      List.of(
          "ingress-smtp", "signer", "verifier", "key-registry", "relay", "console", "standalone");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command-line",
        "fuzzing",
        "mail-accounts",
        "mail-authentication",
        "mail-dns",
        "mail-topics",
        "smtp-client",
        "smtp-protocol",
        "verification-policy"
      })
  void noServiceIsNeededBy(String room) throws IOException {
    assertThat(RoomsPicture.needs(Application.repository(), room))
        .doesNotContainAnyElementsOf(SERVICES);
  }

  @Test
  void thePageIsFresh() throws IOException {
    var repository = Application.repository();
    assertThat(Files.readString(repository.resolve("docs/architecture.md")))
        .as("docs/architecture.md is stale; its head says how it is made")
        .isEqualTo(RoomsPicture.text(repository));
  }

  @Test
  void everyRoomHasItsDuty() throws IOException {
    assertThat(RoomsPicture.text(Application.repository()).lines())
        .filteredOn(line -> line.startsWith("| `"))
        .hasSizeGreaterThan(20)
        .noneMatch(line -> line.matches("\\| `[^`]+` \\| *\\|.*"));
  }
}
