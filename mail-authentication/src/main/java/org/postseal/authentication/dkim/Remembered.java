package org.postseal.authentication.dkim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was computed of names lately; the least recently used leave. For any number of threads. */
final class Remembered<V> {
  /** Names beyond this many characters are computed each time, so that memory stays bounded. */
  private static final int LONGEST_NAME = 4096;

  private final Map<String, V> values;

  Remembered(int most) {
    values =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
          }
        };
  }

  /** The value known, or computed now; two threads may compute the same. */
  V get(String name, Function<String, V> computation) {
    synchronized (values) {
      V known = values.get(name);
      if (known != null) {
        return known;
      }
    }
    V computed = computation.apply(name);
    if (name.length() <= LONGEST_NAME) {
      synchronized (values) {
        values.put(name, computed);
      }
    }
    return computed;
  }
}
