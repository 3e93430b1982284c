package org.postseal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsCheckTest {
  private final Map<String, String> file = new HashMap<>(Map.of("postseal.relay.host-name", "mx"));
  private final Map<String, String> environment = new HashMap<>();

  /** Some settings of a relay. */
  @ConfigMapping(prefix = "postseal.relay")
  public interface Settings {
    /** Must be set. */
    String hostName();

    @WithDefault("5")
    int hosts();

    Optional<List<String>> ownNames();

    Map<String, String> routes();

    Times times();

    /** Of a connection. */
    interface Times {
      @WithDefault("1s")
      Duration first();

      @WithDefault("2s")
      Duration all();
    }
  }

  private static final class Declared implements DeclaredSettings {
    @Override
    public Class<?> type() {
      return Settings.class;
    }

    @Override
    public List<String> contradictions(Mapped mapped) {
      var settings = mapped.of(Settings.class);
      return new Contradictions("postseal.relay")
          .shorter("times.first", settings.times().first(), "times.all", settings.times().all())
          .port("hosts", settings.hosts())
          .found();
    }

    @Override
    public Set<String> foreignVariables() {
      return Set.of("POSTSEAL_RELAY_TOOL");
    }
  }

  private List<String> lines() {
    return new SettingsCheck(
            List.of(new Declared()),
            () ->
                new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(
                        new PropertiesConfigSource(file, "the file", 260),
                        new EnvConfigSource(environment, 300)))
        .outcome()
        .wrong();
  }

  @Test
  void whatIsDeclaredIsTaken() {
    file.put("postseal.relay.routes.\"example.org\"", "mx");
    file.put("postseal.relay.own-names[0]", "mx2");
    environment.put("POSTSEAL_RELAY_ROUTES__EXAMPLE_COM_", "mx");
    environment.put("POSTSEAL_RELAY_OWN_NAMES_1_", "mx3");
    environment.put("POSTSEAL_RELAY_TIMES_ALL", "3s");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aMisspeltKeyIsNamedWithTheOneThatMayBeMeant() {
    file.put("postseal.relay.times.frist", "1s");
    assertThat(lines())
        .containsExactly(
            "postseal.relay.times.frist is not a setting (the file);"
                + " is postseal.relay.times.first meant?");
  }

  @Test
  void aMisspeltServiceIsNamed() {
    file.put("postseal.realy.hosts", "1");
    assertThat(lines()).singleElement().asString().startsWith("postseal.realy.hosts is not");
  }

  @Test
  void settingsOfServicesThatRunElsewhereAreNoneOfOurs() {
    file.put("postseal.ingress.whatever", "1");
    environment.put("POSTSEAL_INGRESS_WHATEVER", "1");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aMisspeltVariableIsNamed() {
    environment.put("POSTSEAL_RELAY_HOSTS", "6");
    environment.put("POSTSEAL_RELAY_HOST_NMAE", "mx");
    assertThat(lines())
        .containsExactly(
            "POSTSEAL_RELAY_HOST_NMAE in the environment is not a setting;"
                + " is POSTSEAL_RELAY_HOST_NAME meant?");
  }

  @Test
  void variablesOfOthersAreLeftAlone() {
    environment.put("POSTSEAL_JAVA_OPTS", "-Xmx1g");
    environment.put("POSTSEAL_RELAY_TOOL", "x");
    environment.put("POSTSEAL_RELAY_SERVICE_HOST", "10.0.0.1");
    environment.put("POSTSEAL_RELAY_SERVICE_PORT_HTTP", "8080");
    environment.put("POSTSEAL_RELAY_PORT", "tcp://10.0.0.1:8080");
    environment.put("POSTSEAL_RELAY_PORT_8080_TCP_ADDR", "10.0.0.1");
    assertThat(lines()).isEmpty();
    environment.put("POSTSEAL_RELAY_PORT", "25");
    assertThat(lines()).singleElement().asString().startsWith("POSTSEAL_RELAY_PORT in the");
  }

  @Test
  void aValueThatCannotBeReadIsOneLine() {
    file.put("postseal.relay.hosts", "many");
    file.put("postseal.relay.host", "x");
    assertThat(lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("postseal.relay.host is not a setting"))
        .anyMatch(line -> line.startsWith("postseal.relay.hosts is \"many\": "))
        .noneMatch(line -> line.contains("\n") || line.contains("SRCFG"));
  }

  @Test
  void whatMustBeSetIsNamed() {
    file.clear();
    assertThat(lines()).singleElement().asString().contains("postseal.relay.host-name");
  }

  @Test
  void contradictionsAreLines() {
    file.put("postseal.relay.times.first", "2500ms");
    file.put("postseal.relay.hosts", "0");
    assertThat(lines())
        .containsExactly(
            "postseal.relay.times.first is 2.5s, must be shorter than postseal.relay.times.all, 2s",
            "postseal.relay.hosts is 0, must be 1 to 65535");
  }

  @Test
  void editsAreCounted() {
    assertThat(UnknownKeys.edits("hostnmae", "hostname")).isEqualTo(2);
    assertThat(UnknownKeys.edits("", "abc")).isEqualTo(3);
    assertThat(UnknownKeys.edits("same", "same")).isZero();
  }
}
