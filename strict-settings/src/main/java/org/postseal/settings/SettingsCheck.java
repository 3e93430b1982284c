package org.postseal.settings;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Looks at the settings of the services that this process has. */
public final class SettingsCheck {
  private static final int ABOVE_DEFAULTS = 1_000;
  private static final Pattern CONVERSION =
      Pattern.compile(
          ".*The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst"
              + " being converted (.*)");

  private final List<DeclaredSettings> declared;
  private final Supplier<SmallRyeConfigBuilder> sources;

  /**
   * @param sources where settings come from
   */
  public SettingsCheck(List<DeclaredSettings> declared, Supplier<SmallRyeConfigBuilder> sources) {
    this.declared = List.copyOf(declared);
    this.sources = sources;
  }

  /** With these properties and the services' own defaults alone, whatever the surroundings say. */
  public static SettingsCheck of(List<DeclaredSettings> declared, Map<String, String> properties) {
    return new SettingsCheck(
        declared,
        () ->
            new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .addPropertiesSources()
                .withSources(new PropertiesConfigSource(properties, "properties", ABOVE_DEFAULTS)));
  }

  /** All that this class path holds. */
  public static List<DeclaredSettings> allDeclared() {
    return ServiceLoader.load(DeclaredSettings.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** What was found out. */
  public sealed interface Outcome {
    /** Settings that fit together. */
    record Fit(DeclaredSettings.Mapped mapped, List<DeclaredSettings> declared) implements Outcome {
      /** The settings of one type. */
      public <S> S of(Class<S> type) {
        return mapped.of(type);
      }

      /** What is wrong with the files and resolvers they name, a line each. */
      public List<String> unusable() {
        return lines(DeclaredSettings::unusable);
      }

      /** Why ports cannot be listened on now, a line each. */
      public List<String> takenPorts() {
        return lines(
            (each, all) ->
                each.ports(all).stream().flatMap(port -> port.obstacle().stream()).toList());
      }

      private List<String> contradictions() {
        return lines(DeclaredSettings::contradictions);
      }

      private List<String> lines(
          BiFunction<DeclaredSettings, DeclaredSettings.Mapped, List<String>> rule) {
        return declared.stream().flatMap(each -> rule.apply(each, mapped).stream()).toList();
      }
    }

    /**
     * Settings with which nothing starts.
     *
     * @param lines what is wrong, a line each
     */
    record Unfit(List<String> lines) implements Outcome {}

    /** What is wrong, a line each; nothing of settings that fit. */
    default List<String> wrong() {
      return switch (this) {
        case Fit _ -> List.of();
        case Unfit(var lines) -> lines;
      };
    }
  }

  /** Looks at all keys, then at all values, then at what they say together. */
  public Outcome outcome() {
    var wrong = new ArrayList<>(new UnknownKeys(declared).in(sources.get().build()));
    var mapping = sources.get().withValidateUnknown(false);
    declared.forEach(each -> mapping.withMapping(ConfigClass.configClass(each.type())));
    try {
      var fit = new Outcome.Fit(new MappedConfig(mapping.build()), declared);
      wrong.addAll(fit.contradictions());
      return wrong.isEmpty() ? fit : new Outcome.Unfit(wrong);
    } catch (ConfigValidationException e) {
      IntStream.range(0, e.getProblemCount())
          .mapToObj(i -> unreadable(e.getProblem(i).getMessage()))
          .forEach(wrong::add);
      return new Outcome.Unfit(wrong);
    }
  }

  /** The library's message, without its codes and in one line. */
  private static String unreadable(String message) {
    var line =
        message
            .replaceAll("\\s+", " ")
            .replaceAll("([a-zA-Z]+\\.)*[A-Z]\\w+Exception: |SRCFG\\d+: ", "");
    var conversion = CONVERSION.matcher(line);
    return conversion.matches()
        ? conversion.group(1) + " is \"" + conversion.group(2) + "\": " + conversion.group(3)
        : line;
  }

  private record MappedConfig(SmallRyeConfig config) implements DeclaredSettings.Mapped {
    @Override
    public <S> S of(Class<S> type) {
      return config.getConfigMapping(type);
    }

    @Override
    public int number(String key, int otherwise) {
      return config.getOptionalValue(key, Integer.class).orElse(otherwise);
    }

    @Override
    public String text(String key, String otherwise) {
      return config.getOptionalValue(key, String.class).orElse(otherwise);
    }
  }

  /** The keys of a service, as its interface has them; a name in them is {@code *}. */
  static List<String> keys(DeclaredSettings declared) {
    return List.copyOf(
        ConfigMappings.getProperties(ConfigClass.configClass(declared.type())).keySet());
  }
}
