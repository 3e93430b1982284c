package org.postseal.commandline;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcSealer;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.arc.SealingProfile;
import org.postseal.authentication.arc.SealingResult;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postseal seal}: the message with the next ARC set prepended. */
@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    description = "Validate the ARC chain of a message and write it with the next ARC set.")
final class SealCommand implements Callable<Integer> {
  /** The default of {@code check}. */
  private static final Duration DNS_TIMEOUT = Duration.ofSeconds(5);

  @Mixin private KeyOptions key = new KeyOptions();

  @Option(
      names = "--authserv-id",
      required = true,
      paramLabel = "NAME",
      description = "whose Authentication-Results go into the set")
  private String authservId = "";

  @Option(names = "--timestamp", paramLabel = "SECONDS", description = "t= (default: now)")
  private @Nullable String timestamp;

  @Option(
      names = "--headers",
      paramLabel = "from:to:...",
      description = "the exact list for h=, instead of the default fields")
  private @Nullable String headers;

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "the only DNS server asked")
  private @Nullable String resolver;

  @Parameters(paramLabel = "FILE", description = "the message; - is standard input")
  private String file = "";

  @Override
  public Integer call() throws IOException {
    var profile =
        new SealingProfile(
            key.read(Optional.empty()),
            authservId,
            Optional.ofNullable(headers).map(list -> List.of(list.split(":", -1))));
    Instant now = Instant.now();
    long seconds = timestamp == null ? now.getEpochSecond() : SignCommand.seconds(timestamp);
    MessageSource message = CaseRun.Options.message(file);
    var digester = MessageDigester.forSealing(DigestLimits.DEFAULT);
    message.feed(digester);
    DigestedMessage digested = digester.finish();
    HeaderSection section = HeaderSection.parse(digested.headerSection());
    ArcResult chain =
        new ArcValidator(VerifierSettings.DEFAULT.minimumRsaBits())
            .validate(section, digested.bodyDigests(), keys(), now);
    SealingResult result =
        ArcSealer.seal(
            new ArcSealer.SealedMessage(
                section, ownDigest(digested), AuthservId.resultsClaiming(authservId, section)),
            chain,
            profile,
            seconds);
    message.writeBelow(
        switch (result) {
          case SealingResult.Sealed(List<String> fields) -> fields;
          case SealingResult.LeftAlone _ -> List.of();
          case SealingResult.Refused(String reason) -> throw new Unusable(reason);
        },
        System.out);
    return 0;
  }

  private KeyRecordSource keys() {
    return KeyRecordSource.dns(new ResolverPool(DNS_TIMEOUT).get(Optional.ofNullable(resolver)));
  }

  private static BodyDigest ownDigest(DigestedMessage digested) {
    return digested.bodyDigests().stream()
        .filter(digest -> digest.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
        .findFirst()
        .orElseThrow(() -> new Unusable(digested.defect().orElseThrow().reason()));
  }
}
