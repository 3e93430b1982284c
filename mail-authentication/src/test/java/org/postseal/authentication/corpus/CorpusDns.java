package org.postseal.authentication.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.postseal.authentication.dns.FakeDns;

/** Fills a {@link FakeDns} from the {@code dns.json} of a corpus. */
public final class CorpusDns {
  private CorpusDns() {}

  public static FakeDns read(Path corpus) {
    var dns = new FakeDns();
    JsonNode root = json(corpus.resolve("dns.json"));
    root.path("TXT").properties().forEach(e -> dns.txt(e.getKey(), e.getValue().asText()));
    root.path("ERROR")
        .properties()
        .forEach(
            e -> {
              if (!e.getValue().asText().equals("NXDOMAIN")) {
                dns.unavailable(e.getKey(), e.getValue().asText());
              }
            });
    return dns;
  }

  public static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
