package org.postseal.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input that ever mattered, as it is and a little changed. */
class SeedsTest {
  private static List<Target> targets() {
    return new ParserTargets().targets();
  }

  @Test
  void everyTargetHasSeedsAndEveryFolderATarget() {
    assertThat(Seeds.folders())
        .containsExactlyInAnyOrderElementsOf(targets().stream().map(Target::word).toList());
    assertThat(targets()).allSatisfy(target -> assertThat(Seeds.of(target)).isNotEmpty());
  }

  @TestFactory
  Stream<DynamicTest> seed() {
    return targets().stream()
        .flatMap(target -> Seeds.of(target).stream().map(seed -> asTest(target, seed)));
  }

  private static DynamicTest asTest(Target target, Path seed) {
    return DynamicTest.dynamicTest(
        target.word() + "/" + seed.getFileName(), () -> Seeds.attack(target, seed));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void changedSeed(Target target) {
    Seeds.attackWithChanged(target);
  }

  /** Each ends within the limits of time and memory. */
  @ParameterizedTest
  @MethodSource("targets")
  void longInput(Target target) {
    System.out.println(target.word() + ": " + LongInputs.attack(target));
  }
}
