package org.postseal.registryview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryResourceTest {
  private static final URI BASE = URI.create("https://registry.example:8443");
  private static final String HOSTILE = "/?#%&=+*;:@[]{}|\\^`\"<>. ..%2e%2f\r\n\tab";

  @ParameterizedTest
  @CsvSource({
    "a?b=c, a%3Fb%3Dc",
    "%2e%2e/, %252e%252e%2F",
    "{x}, %7Bx%7D",
    "a b*, a%20b%2A",
    "//evil.example, %2F%2Fevil.example",
    "2026q4, 2026q4",
    "a.b_c-d, a.b_c-d"
  })
  void eachNameIsOneSegment(String name, String encoded) {
    assertThat(RegistryResource.at("public-keys", name, "a.example"))
        .hasToString("/registry/v1/public-keys/" + encoded + "/a.example");
  }

  @Test
  void noNameChangesWhereItStands() {
    var random = new Random(20261128);
    for (int i = 0; i < 20_000; i++) {
      var name = name(random);
      if (name.equals(".") || name.equals("..")) {
        continue;
      }
      var resource = RegistryResource.at("public-keys", name, "a.example").with("domain", name);

      var uri = BASE.resolve(resource.encoded()).normalize();

      assertThat(uri.getRawAuthority()).as(name).isEqualTo("registry.example:8443");
      assertThat(uri.getRawFragment()).as(name).isNull();
      var segments = uri.getRawPath().split("/", -1);
      assertThat(segments).as(name).hasSize(6);
      assertThat(segments[3]).as(name).isEqualTo("public-keys");
      assertThat(decoded(segments[4])).isEqualTo(name);
      assertThat(segments[5]).isEqualTo("a.example");
      assertThat(uri.getRawQuery()).startsWith("domain=").doesNotContain("&");
      assertThat(decoded(uri.getRawQuery().substring("domain=".length()))).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void dotSegmentsAreNoNames(String name) {
    assertThatThrownBy(() -> RegistryResource.at("public-keys", name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String name(Random random) {
    var name = new StringBuilder();
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      name.append(
          random.nextBoolean()
              ? HOSTILE.charAt(random.nextInt(HOSTILE.length()))
              : (char) random.nextInt(0x250));
    }
    return name.toString();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
