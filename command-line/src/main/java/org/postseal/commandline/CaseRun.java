package org.postseal.commandline;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One message given by name, or a batch of cases: the part that check and sign have in common. */
final class CaseRun {
  private final Options options;
  private final PrintWriter err;

  CaseRun(Options options, PrintWriter err) {
    this.options = options;
    this.err = err;
  }

  /** Where the cases are, and how results are printed. */
  static final class Options {
    @Option(names = "--pretty", description = "JSON for people")
    private boolean pretty;

    @Option(names = "--stats", description = "end with rates on standard error")
    private boolean stats;

    @Option(names = "--threads", paramLabel = "N", description = "of a batch (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--batch", paramLabel = "CASES.ndjson", description = "one case a line")
    private @Nullable Path batch;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "the message; - is standard input")
    private @Nullable String file;

    boolean isBatch() {
      return batch != null;
    }

    @Nullable String id() {
      return file;
    }

    /** The message named on the command line. */
    Optional<MessageSource> message() throws IOException {
      return file == null ? Optional.empty() : Optional.of(message(file));
    }

    /** A message by the name of its file; a hyphen is standard input. */
    static MessageSource message(String file) throws IOException {
      if (file.equals("-")) {
        return new MessageSource.Octets(System.in.readAllBytes());
      }
      requireReadable(Path.of(file));
      return new MessageSource.File(Path.of(file));
    }
  }

  /** What is done with one case. */
  interface Work {
    void work(Case given, ObjectNode result) throws IOException;
  }

  /** Runs the batch, or the one case given. */
  void run(Case given, Work work) throws IOException {
    if (options.threads <= 0) {
      throw new Unusable("--threads is a positive number");
    }
    var out = new BufferedOutputStream(System.out);
    var stats = new Stats();
    long cases = options.batch == null ? single(given, work, out) : batch(given, work, out);
    out.flush();
    if (options.stats) {
      stats.report(cases, err);
    }
  }

  private long single(Case given, Work work, OutputStream out) throws IOException {
    ObjectNode result = Batch.JSON.createObjectNode().put("id", given.id());
    work.work(given, result);
    ObjectWriter writer =
        options.pretty ? Batch.JSON.writerWithDefaultPrettyPrinter() : Batch.JSON.writer();
    out.write(writer.writeValueAsBytes(result));
    out.write('\n');
    return 1;
  }

  private long batch(Case given, Work work, OutputStream out) throws IOException {
    if (options.file != null || options.batch == null) {
      throw new Unusable("either --batch or one message");
    }
    requireReadable(options.batch);
    var batch = new Batch(options.threads, out);
    batch.run(options.batch, (line, result) -> work.work(Case.of(line, given), result));
    return batch.cases();
  }

  private static void requireReadable(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Unusable("cannot read " + file);
    }
  }
}
