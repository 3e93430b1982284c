package org.postseal.fuzzing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Every input that ever mattered, as it is and a little changed. In a module's folder {@code seeds}
 * there is one folder for each target, and in it one file for each input.
 */
public final class Seeds {
  private static final Path FOLDER = Path.of("seeds");
  private static final int MUTATIONS = 60;

  private Seeds() {}

  /** The names of the folders. */
  public static List<String> folders() {
    return list(FOLDER).stream().map(folder -> folder.getFileName().toString()).toList();
  }

  /** The inputs of a target. */
  public static List<Path> of(Target target) {
    return list(FOLDER.resolve(target.word()));
  }

  private static List<Path> list(Path folder) {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] octets(Path seed) {
    try {
      return Files.readAllBytes(seed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Attacks with one input. */
  public static void attack(Target target, Path seed) {
    new Pace(target.attack().get()).run(octets(seed));
  }

  /** Attacks with each of a target's inputs, changed in small ways. */
  public static void attackWithChanged(Target target) {
    var random = new Random(20261123);
    var pace = new Pace(target.attack().get());
    List<Path> seeds = of(target);
    for (Path seed : seeds) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] other = octets(seeds.get(random.nextInt(seeds.size())));
        byte[] changed = changed(octets(seed), other, random);
        pace.run(changed, seed + ", change " + i + ": " + Arrays.toString(changed));
      }
    }
  }

  /** A few octets overwritten, repeated or taken out, or another input spliced in. */
  private static byte[] changed(byte[] octets, byte[] other, Random random) {
    byte[] changed = octets;
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int from = random.nextInt(changed.length + 1);
      int to = Math.min(changed.length, from + random.nextInt(40));
      byte[] piece =
          switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> new byte[0];
            case 2 -> repeated(Arrays.copyOfRange(changed, from, to), 1 + random.nextInt(30));
            default -> {
              int start = random.nextInt(other.length + 1);
              yield Arrays.copyOfRange(
                  other, start, start + random.nextInt(other.length - start + 1));
            }
          };
      changed =
          joined(
              Arrays.copyOf(changed, from), piece, Arrays.copyOfRange(changed, to, changed.length));
    }
    return changed;
  }

  private static byte[] repeated(byte[] piece, int times) {
    byte[] all = new byte[piece.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(piece, 0, all, i * piece.length, piece.length);
    }
    return all;
  }

  private static byte[] joined(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }
}
