package org.postseal.endtoend.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One system beside another in the same run: of medians, for no figure means anything alone.
 *
 * @param accepted more is better
 * @param drained more is better
 * @param processor less is better
 */
record Ratios(double accepted, double drained, double processor) {

  static Ratios of(List<LoadFigures> one, List<LoadFigures> other) {
    return new Ratios(
        ratio(one, other, LoadFigures::acceptedRate),
        ratio(one, other, LoadFigures::drainedRate),
        ratio(one, other, LoadFigures::processorMillis));
  }

  private static double ratio(
      List<LoadFigures> one, List<LoadFigures> other, ToDoubleFunction<LoadFigures> what) {
    return median(one, what) / median(other, what);
  }

  private static double median(List<LoadFigures> figures, ToDoubleFunction<LoadFigures> what) {
    var sorted = figures.stream().mapToDouble(what).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "accepted %.2f, drained %.2f, CPU %.2f", accepted, drained, processor);
  }
}
