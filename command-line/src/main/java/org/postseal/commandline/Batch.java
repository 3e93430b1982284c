package org.postseal.commandline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Many cases, one line of JSON each: read ahead, worked on side by side, answered in their order.
 */
final class Batch {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Cases in work or waiting per thread; bounds what is held in memory. */
  private static final int AHEAD = 16;

  private final int threads;
  private final OutputStream out;
  private long cases;

  Batch(int threads, OutputStream out) {
    this.threads = threads;
    this.out = out;
  }

  long cases() {
    return cases;
  }

  /**
   * Works on every line of the file.
   *
   * @param work puts what it finds out about a case into the result; an {@link Unusable} or {@link
   *     IOException} it ends with becomes the result's {@code error}
   */
  void run(Path file, Work work) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      run(lines, executor, work);
    }
  }

  private void run(BufferedReader lines, Executor executor, Work work) throws IOException {
    Deque<FutureTask<byte[]>> pending = new ArrayDeque<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      if (pending.size() >= AHEAD * threads) {
        write(pending.remove());
      }
      String text = line;
      var task = new FutureTask<>(() -> JSON.writeValueAsBytes(result(text, work)));
      pending.add(task);
      executor.execute(task);
    }
    while (!pending.isEmpty()) {
      write(pending.remove());
    }
    out.flush();
  }

  private void write(FutureTask<byte[]> task) throws IOException {
    try {
      out.write(task.get());
      out.write('\n');
      cases++;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a case ended without a result", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static ObjectNode result(String line, Work work) {
    JsonNode parsed;
    try {
      parsed = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return failed(null, "the line is not JSON: " + e.getOriginalMessage());
    }
    String id = Case.idOf(parsed);
    ObjectNode result = JSON.createObjectNode().put("id", id);
    return resultOf(result, id, () -> work.work(parsed, result));
  }

  /** The result once the work has filled it, or the case's error. */
  static ObjectNode resultOf(ObjectNode result, @Nullable String id, Step step) {
    try {
      step.run();
      return result;
    } catch (Unusable e) {
      return failed(id, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(id, "the message cannot be read: " + e);
    } catch (RuntimeException e) {
      return failed(id, "a defect of postseal: " + e);
    }
  }

  private static ObjectNode failed(@Nullable String id, String reason) {
    return JSON.createObjectNode().put("id", id).put("error", reason);
  }

  /** What is done with one case. */
  interface Work {
    void work(JsonNode line, ObjectNode result) throws IOException;
  }

  /** A step that may find a message unreadable. */
  interface Step {
    void run() throws IOException;
  }
}
