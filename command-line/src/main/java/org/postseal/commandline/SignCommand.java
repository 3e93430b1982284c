package org.postseal.commandline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.Peer;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postseal sign}: the message with DKIM-Signature fields prepended. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = "Write a message with DKIM-Signature fields prepended.")
final class SignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "A key (repeatable):%n")
  private List<OneKey> keys = new ArrayList<>();

  @Option(
      names = "--canonicalization",
      paramLabel = "HEADER[/BODY]",
      defaultValue = "relaxed/relaxed",
      description = "simple or relaxed (default: ${DEFAULT-VALUE})")
  private String canonicalization = "";

  @Option(
      names = "--headers",
      paramLabel = "from:to:...",
      description = "the exact list for h=, instead of the default fields")
  private @Nullable String headers;

  @Option(names = "--timestamp", paramLabel = "SECONDS|none", description = "t= (default: now)")
  private @Nullable String timestamp;

  @Option(
      names = "--expire",
      paramLabel = "SECONDS|none",
      description = "x=, absolute like t= (default: 7 days after t=)")
  private @Nullable String expire;

  @Option(names = "--identity", paramLabel = "I", description = "i= (default: none)")
  private @Nullable String identity;

  @Mixin private CaseRun.Options run = new CaseRun.Options();

  @Override
  public Integer call() throws IOException {
    List<SigningKey> signingKeys = keys.stream().map(OneKey::read).toList();
    var signing = new Signing(signingKeys, profile());
    if (run.isBatch()) {
      new CaseRun(run, spec.commandLine().getErr())
          .run(
              new Case(
                  null,
                  Optional.empty(),
                  Peer.UNKNOWN,
                  List.of(),
                  Optional.empty(),
                  Optional.empty()),
              signing::sign);
      return 0;
    }
    MessageSource message =
        run.message()
            .orElseThrow(() -> new Unusable("which message? A file, or - for standard input"));
    message.writeBelow(signing.fields(message, Instant.now()), System.out);
    return 0;
  }

  private SigningProfile profile() {
    int slash = canonicalization.indexOf('/');
    String header = slash < 0 ? canonicalization : canonicalization.substring(0, slash);
    String body = slash < 0 ? "simple" : canonicalization.substring(slash + 1);
    return new SigningProfile(
        canonicalization(header),
        canonicalization(body),
        headers == null
            ? new SigningProfile.Names.Protected()
            : new SigningProfile.Names.Exactly(List.of(headers.split(":", -1))),
        timestamp(),
        expiration(),
        Optional.ofNullable(identity));
  }

  private static Canonicalization canonicalization(String word) {
    return Canonicalization.parse(word)
        .orElseThrow(() -> new Unusable("not a canonicalization: " + word));
  }

  private SigningProfile.Timestamp timestamp() {
    if (timestamp == null) {
      return new SigningProfile.Timestamp.Now();
    }
    return timestamp.equals("none")
        ? new SigningProfile.Timestamp.None()
        : new SigningProfile.Timestamp.At(seconds(timestamp));
  }

  private SigningProfile.Expiration expiration() {
    if (expire == null) {
      return new SigningProfile.Expiration.After(Duration.ofDays(7));
    }
    return expire.equals("none")
        ? new SigningProfile.Expiration.Never()
        : new SigningProfile.Expiration.At(seconds(expire));
  }

  static long seconds(String text) {
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0) {
        return seconds;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new Unusable("not a number of seconds: " + text);
  }

  /** What every message of a run is signed with. */
  private record Signing(List<SigningKey> keys, SigningProfile profile) {
    void sign(Case given, ObjectNode result) throws IOException {
      MessageSource message = given.message().orElseThrow(() -> new Unusable("no message"));
      result.put(
          "signature", String.join("\r\n", fields(message, given.now().orElseGet(Instant::now))));
    }

    List<String> fields(MessageSource message, Instant now) throws IOException {
      var digester = MessageDigester.forSigning(DigestLimits.DEFAULT, profile.body());
      message.feed(digester);
      DigestedMessage digested = digester.finish();
      if (digested.bodyDigests().isEmpty()) {
        throw new Unusable(digested.defect().orElseThrow().reason());
      }
      SigningResult result =
          DkimSigner.sign(
              HeaderSection.parse(digested.headerSection()),
              digested.bodyDigests().getFirst(),
              keys,
              profile,
              now);
      return switch (result) {
        case SigningResult.Signed(List<String> fields) -> fields;
        case SigningResult.Refused(String reason) -> throw new Unusable(reason);
      };
    }
  }

  /** One of several keys. */
  static final class OneKey extends KeyOptions {
    @Option(
        names = "--algorithm",
        paramLabel = "A",
        description = "rsa-sha256 or ed25519-sha256 (default: the key's)")
    private @Nullable String algorithm;

    SigningKey read() {
      return read(Optional.ofNullable(algorithm));
    }
  }
}
