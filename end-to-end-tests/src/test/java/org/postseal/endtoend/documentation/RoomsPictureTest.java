package org.postseal.endtoend.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;

/** The page of rooms says what the POMs say. */
class RoomsPictureTest {
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
