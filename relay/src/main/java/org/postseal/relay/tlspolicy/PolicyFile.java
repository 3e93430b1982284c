package org.postseal.relay.tlspolicy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.KeptPolicy;
import org.postseal.smtpclient.sts.PolicyMemory;
import org.postseal.smtpclient.sts.StsPolicy;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/**
 * MTA-STS policies in one file, a line of JSON each; written anew as a whole, so that it is never
 * half of one. Policies change rarely: a domain's about once in its life.
 *
 * <p>A memory, not a state: without it mail goes out all the same, and a domain's next policy is
 * found by the DNS. A line that cannot be read is passed over; a file that cannot be written is an
 * error in the log and costs no mail.
 */
public final class PolicyFile implements PolicyMemory {
  private static final Logger LOG = Logger.getLogger(PolicyFile.class);

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** One line. */
  record Line(
      String domain,
      String id,
      StsPolicy.Mode mode,
      List<String> mx,
      long maxAgeSeconds,
      Instant fetchedAt) {}

  private final Path file;
  private final Map<DomainName, KeptPolicy> policies = new LinkedHashMap<>();

  public PolicyFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized List<KeptPolicy> kept() {
    policies.clear();
    try {
      for (var line : Files.readAllLines(file)) {
        read(line).ifPresent(policy -> policies.put(policy.domain(), policy));
      }
    } catch (NoSuchFileException _) {
      LOG.debugf("no policies in %s yet", file);
    } catch (IOException e) {
      LOG.errorf("cannot read the MTA-STS policies: %s", e);
    }
    return List.copyOf(policies.values());
  }

  @Override
  public synchronized void keep(KeptPolicy policy) {
    policies.put(policy.domain(), policy);
    write();
  }

  @Override
  public synchronized void forget(DomainName domain) {
    if (policies.remove(domain) != null) {
      write();
    }
  }

  private static Optional<KeptPolicy> read(String text) {
    try {
      var line = Json.read(text.getBytes(StandardCharsets.UTF_8), Line.class);
      return DomainName.parse(line.domain())
          .map(
              domain ->
                  new KeptPolicy(
                      domain,
                      line.id(),
                      new StsPolicy(
                          line.mode(), line.mx(), Duration.ofSeconds(line.maxAgeSeconds())),
                      line.fetchedAt()));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  private void write() {
    var text = new StringBuilder();
    for (var kept : policies.values()) {
      var policy = kept.policy();
      var line =
          new Line(
              kept.domain().ascii(),
              kept.id(),
              policy.mode(),
              policy.mx(),
              policy.maxAge().toSeconds(),
              kept.fetchedAt());
      text.append(new String(Json.write(line), StandardCharsets.UTF_8)).append('\n');
    }
    try {
      var whole = file.toAbsolutePath();
      Files.createDirectories(whole.getParent(), PRIVATE_DIRECTORY);
      var next = whole.resolveSibling(whole.getFileName() + ".next");
      Files.deleteIfExists(next);
      Files.createFile(next, PRIVATE_FILE);
      Files.writeString(next, text);
      Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.errorf("cannot keep the MTA-STS policies: %s", e);
    }
  }
}
