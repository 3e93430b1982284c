package org.postseal.benchmarks.authentication;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.authentication.spf.SpfRecord;
import org.postseal.authentication.taglist.TagList;

/**
 * Each parser on the worst that we know for it, 256 KiB at a time: what one KiB costs. The
 * digester's figure is what a stranger's header section costs the event loop, which takes no larger
 * one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
public class WorstCaseBenchmark {
  private static final int KIBIBYTES = 256;
  private static final KeyRecordSource NO_KEYS =
      (_, _) -> new DnsAnswer.Unavailable<>("not measured");

  /** What is read, and by whom. */
  public enum Worst {
    /** Tags that all differ, without a limit. */
    TAG_LIST("t#=;") {
      @Override
      Object read(String text) {
        byte[] octets = octets(text);
        return TagList.parse(octets, 0, octets.length, Integer.MAX_VALUE);
      }
    },
    /** A header section of fields that all differ. */
    HEADER_SECTION("X#:\r\n") {
      @Override
      Object read(String text) {
        return HeaderSection.parse(octets(text));
      }
    },
    /** What the event loop does with signatures of the highest number and length. */
    DIGESTER("DomainKey-Signature: c=nofws; h=x; b=; t#=\r\nX: a a a a a a a a a a a\r\n") {
      @Override
      Object read(String text) {
        var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
        byte[] octets = octets(text + "\r\n");
        digester.update(octets, 0, octets.length);
        return digester.finish();
      }
    },
    /** Authors that all differ. */
    AUTHORS("a@b#.example, ") {
      @Override
      Object read(String text) {
        return Author.of(HeaderSection.parse("From: " + text + "\r\n"));
      }
    },
    /** Results of which none can be read. */
    RESULTS("gateway.spf=pass (a);") {
      @Override
      Object read(String text) {
        return AuthenticationResults.parse("mx.example; " + text);
      }
    },
    /** Fields that claim to be ours. */
    CLAIMS("Authentication-Results: mx.example; none;spf=pass\r\n") {
      @Override
      Object read(String text) {
        return AuthservId.resultsClaiming("mx.example", HeaderSection.parse(octets(text)));
      }
    },
    /** Signatures that want keys. */
    SIGNATURES(
        "DKIM-Signature: v=1; a=rsa-sha256; d=a#.example; s=s; h=from; bh=AA==; b=AA==\r\n") {
      @Override
      Object read(String text) {
        var section = HeaderSection.parse(octets(text));
        return new DkimVerifier(VerifierSettings.DEFAULT)
            .verify(section, List.of(), NO_KEYS, SampleKey.NOW);
      }
    },
    /** Seals without end. */
    SEALS("ARC-Seal: i=1; cv=none; d=a#.example\r\n") {
      @Override
      Object read(String text) {
        return new ArcValidator(1024)
            .validate(HeaderSection.parse(octets(text)), List.of(), NO_KEYS, SampleKey.NOW);
      }
    },
    /** Mechanisms with macros. */
    SPF_RECORD("a:%{l1r-}.b# ") {
      @Override
      Object read(String text) {
        return SpfRecord.parse("v=spf1 " + text);
      }
    },
    /** Tags that all differ. */
    DMARC_RECORD("rua=mailto:a@b#;") {
      @Override
      Object read(String text) {
        return DmarcRecord.parse("v=DMARC1;" + text);
      }
    },
    /** Tags that all differ. */
    KEY_RECORD("t#=;") {
      @Override
      Object read(String text) {
        return KeyRecord.parse(text);
      }
    };

    private final String piece;

    Worst(String piece) {
      this.piece = piece;
    }

    abstract Object read(String text);

    /** The hash sign stands for a number. */
    private String text() {
      int count = KIBIBYTES * 1024 / (piece.length() + 4);
      return IntStream.range(10_000, 10_000 + count)
          .mapToObj(i -> piece.replace("#", String.valueOf(i)))
          .collect(Collectors.joining());
    }

    private static byte[] octets(String text) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Param public @Nullable Worst worst;

  private String text = "";

  @Setup
  public void begin() {
    text = worst == null ? "" : worst.text();
  }

  @Benchmark
  @OperationsPerInvocation(KIBIBYTES)
  public Object perKibibyte() {
    return worst == null ? text : worst.read(text);
  }
}
