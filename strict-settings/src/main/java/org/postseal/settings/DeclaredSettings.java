package org.postseal.settings;

import java.util.List;
import java.util.Set;

/** The settings of one service, and what must be true of them. One in each service's jar. */
public interface DeclaredSettings {

  /** Its {@code ConfigMapping} interface. */
  Class<?> type();

  /** What the settings of this process have become. */
  interface Mapped {
    /** The settings of one type, which a service in this process has declared. */
    <S> S of(Class<S> type);

    /** A number that is none of ours, such as {@code quarkus.http.port}. */
    int number(String key, int otherwise);

    /** A text that is none of ours, such as {@code quarkus.http.host}. */
    String text(String key, String otherwise);
  }

  /**
   * What cannot be true at the same time, or not at all. Each is one line for people, begins with
   * the key and says what is wrong.
   */
  List<String> contradictions(Mapped mapped);

  /**
   * What is wrong with files and resolvers that the settings name, in such lines. Looks at them.
   */
  default List<String> unusable(Mapped mapped) {
    return List.of();
  }

  /** The ports it will listen on. */
  default List<ListeningPort> ports(Mapped mapped) {
    return List.of();
  }

  /** Environment variables that look like its settings and are somebody else's. */
  default Set<String> foreignVariables() {
    return Set.of();
  }
}
