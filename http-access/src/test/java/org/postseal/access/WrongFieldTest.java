package org.postseal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body names the field that is wrong, and what was expected. */
class WrongFieldTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of two words. */
  enum Mode {
    ENFORCE,
    MONITOR;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** A body. */
  record Body(boolean local, Mode mode, int days, List<String> names, Inner inner) {
    record Inner(String text) {}
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"locla\": true} | field locla is unknown; known are days, inner, local, mode, names",
        "{\"inner\": {\"x\": 1}} | field x is unknown; known are text",
        "{\"local\": \"perhaps\"} | field local is not what is expected here: true or false",
        "{\"mode\": \"lenient\"} | field mode is not what is expected here: one of enforce, monitor",
        "{\"days\": \"many\"} | field days is not what is expected here: a number",
        "{\"names\": \"one\"} | field names is not what is expected here: a list",
        "{\"inner\": \"one\"} | field inner is not what is expected here: an object",
        "[] | the body is not what is expected here: an object",
      })
  void says(String body, String detail) {
    var wrong =
        catchThrowableOfType(JsonMappingException.class, () -> JSON.readValue(body, Body.class));
    assertThat(WrongField.explained(wrong)).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource({"200", "5000"})
  void aLongNameIsShortened(int length) {
    var body = "{\"" + "x\\u0007".repeat(length / 2) + "\": 1}";
    var wrong =
        catchThrowableOfType(JsonMappingException.class, () -> JSON.readValue(body, Body.class));
    assertThat(WrongField.explained(wrong)).hasSizeLessThan(200).doesNotContain("\u0007");
  }
}
