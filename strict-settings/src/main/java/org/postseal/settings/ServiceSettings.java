package org.postseal.settings;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.List;

/**
 * The settings of a service that may be off in this process; then nothing about them matters. What
 * is wrong is noted with keys below the prefix of its {@code ConfigMapping}.
 *
 * @param <S> its {@code ConfigMapping} interface
 */
public interface ServiceSettings<S> extends DeclaredSettings {

  @Override
  Class<S> type();

  /** Whether the service runs in this process. */
  boolean isOn(S settings);

  /**
   * Notes what cannot be true at the same time, or not at all. Pure.
   *
   * @param mapped settings beside its own
   */
  void noteContradictions(S settings, Mapped mapped, Contradictions found);

  /** Notes what is wrong with files and resolvers that the settings name. Looks at them. */
  default void noteUnusable(S settings, Contradictions found) {}

  /** The ports it will listen on. */
  default List<ListeningPort> ports(S settings) {
    return List.of();
  }

  @Override
  default List<ListeningPort> ports(Mapped mapped) {
    var settings = mapped.of(type());
    return isOn(settings) ? ports(settings) : List.of();
  }

  @Override
  default List<String> contradictions(Mapped mapped) {
    var settings = mapped.of(type());
    var found = new Contradictions(ConfigClass.configClass(type()).getPrefix());
    if (isOn(settings)) {
      noteContradictions(settings, mapped, found);
    }
    return found.found();
  }

  @Override
  default List<String> unusable(Mapped mapped) {
    var settings = mapped.of(type());
    var found = new Contradictions(ConfigClass.configClass(type()).getPrefix());
    if (isOn(settings)) {
      noteUnusable(settings, found);
    }
    return found.found();
  }
}
