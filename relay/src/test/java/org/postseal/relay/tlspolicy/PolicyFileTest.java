package org.postseal.relay.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.KeptPolicy;
import org.postseal.smtpclient.sts.StsPolicy;

class PolicyFileTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("below/policies");
  }

  private static KeptPolicy policy(String domain, StsPolicy.Mode mode) {
    return new KeptPolicy(
        DomainName.of(domain),
        "20261123",
        new StsPolicy(mode, List.of("mx." + domain, "*." + domain), Duration.ofDays(7)),
        NOW);
  }

  @Test
  void theNextProcessReadsWhatThisOneKept() {
    var kept = new PolicyFile(file());
    kept.keep(policy("a.example", StsPolicy.Mode.TESTING));
    kept.keep(policy("b.example", StsPolicy.Mode.ENFORCE));
    kept.keep(policy("a.example", StsPolicy.Mode.ENFORCE));

    assertThat(new PolicyFile(file()).kept())
        .containsExactlyInAnyOrder(
            policy("a.example", StsPolicy.Mode.ENFORCE),
            policy("b.example", StsPolicy.Mode.ENFORCE));
  }

  @Test
  void nobodyElseMayTouchIt() throws IOException {
    new PolicyFile(file()).keep(policy("a.example", StsPolicy.Mode.ENFORCE));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsForgottenIsGone() {
    var kept = new PolicyFile(file());
    kept.keep(policy("a.example", StsPolicy.Mode.ENFORCE));
    kept.forget(DomainName.of("a.example"));

    assertThat(new PolicyFile(file()).kept()).isEmpty();
  }

  @Test
  void aLineThatCannotBeReadCostsNoOther() throws IOException {
    new PolicyFile(file()).keep(policy("a.example", StsPolicy.Mode.ENFORCE));
    Files.writeString(file(), "{half of a li", StandardOpenOption.APPEND);

    assertThat(new PolicyFile(file()).kept())
        .containsExactly(policy("a.example", StsPolicy.Mode.ENFORCE));
  }

  @Test
  void aFileThatCannotBeWrittenCostsNoMail() throws IOException {
    Files.writeString(directory.resolve("below"), "in the way");
    var kept = new PolicyFile(file());

    kept.keep(policy("a.example", StsPolicy.Mode.ENFORCE));

    assertThat(kept.kept()).isEmpty();
  }
}
