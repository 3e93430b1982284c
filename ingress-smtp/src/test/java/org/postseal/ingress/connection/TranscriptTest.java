package org.postseal.ingress.connection;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every dialogue in {@code src/test/resources/transcripts}; its README says how they read. */
class TranscriptTest {
  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> transcripts() throws IOException, URISyntaxException {
    var folder = TranscriptTest.class.getResource("/transcripts");
    if (folder == null) {
      throw new IllegalStateException("no transcripts");
    }
    var root = Path.of(folder.toURI());
    List<Path> files;
    try (var found = Files.walk(root)) {
      files = found.filter(file -> file.toString().endsWith(".smtp")).sorted().toList();
    }
    return files.stream()
        .map(file -> dynamicTest(root.relativize(file).toString(), () -> play(file)));
  }

  private void play(Path file) {
    var transcript = new Transcript(file);
    try (var edge = new Edge(directory, transcript.wishes())) {
      transcript.play(edge);
    }
  }
}
