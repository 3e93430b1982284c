package org.postseal.broker;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The mode bits that new files of this process never have, umask(2). Kafka makes its files without
 * a mode of its own, so nothing else decides who can read them.
 */
final class ProcessUmask {
  private static final int GROUP_AND_OTHERS = 0077;

  private ProcessUmask() {}

  /**
   * From now on, what this process makes is for its owner only, in whatever surroundings it was
   * started.
   *
   * @throws IllegalStateException on a system that has no umask
   */
  static void ownerOnly() {
    set(GROUP_AND_OTHERS);
  }

  /** Sets it; the one it was before. */
  static int set(int mask) {
    try {
      return (int) umask().invokeExact(mask);
    } catch (Throwable e) {
      throw new IllegalStateException("umask cannot be called", e);
    }
  }

  /** POSIX: {@code mode_t umask(mode_t)}; mode_t travels in a register of an int's size. */
  @SuppressWarnings("restricted")
  private static MethodHandle umask() {
    var linker = Linker.nativeLinker();
    var symbol =
        linker
            .defaultLookup()
            .find("umask")
            .orElseThrow(() -> new IllegalStateException("this system has no umask"));
    return linker.downcallHandle(
        symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
