package org.postseal.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input that ever mattered, as it is and a little changed. */
class SeedsTest {
  private static final int MUTATIONS = 60;

  @Test
  void everyTargetHasSeedsAndEveryFolderATarget() {
    assertThat(Seeds.list(Seeds.FOLDER).stream().map(folder -> folder.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(Target.names());
    assertThat(Target.values()).allSatisfy(target -> assertThat(Seeds.of(target)).isNotEmpty());
  }

  @TestFactory
  Stream<DynamicTest> seed() {
    return Stream.of(Target.values())
        .flatMap(
            target ->
                Seeds.of(target).stream()
                    .map(
                        seed ->
                            DynamicTest.dynamicTest(
                                target.word() + "/" + seed.getFileName(),
                                () -> new Pace(target.attack()).run(Seeds.octets(seed)))));
  }

  @ParameterizedTest
  @EnumSource
  void changedSeed(Target target) {
    var random = new Random(20261123);
    var pace = new Pace(target.attack());
    List<Path> seeds = Seeds.of(target);
    for (Path seed : seeds) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] other = Seeds.octets(seeds.get(random.nextInt(seeds.size())));
        byte[] changed = changed(Seeds.octets(seed), other, random);
        assertThatCode(() -> pace.run(changed))
            .as("%s, change %d: %s", seed, i, Arrays.toString(changed))
            .doesNotThrowAnyException();
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

  static byte[] repeated(byte[] piece, int times) {
    byte[] all = new byte[piece.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(piece, 0, all, i * piece.length, piece.length);
    }
    return all;
  }

  static byte[] joined(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }
}
