package org.postseal.access;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a body that is JSON: which field, and what was expected there. Nothing of the
 * body is repeated but the name of a field.
 */
final class WrongField {
  private static final ObjectMapper WORDS = new ObjectMapper();
  private static final int LONGEST_NAME = 64;

  private WrongField() {}

  static String explained(JsonMappingException wrong) {
    return switch (wrong) {
      case PropertyBindingException unknown ->
          "field "
              + shortened(unknown.getPropertyName())
              + " is unknown; known are "
              + unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "));
      case InvalidFormatException unreadable -> said(wrong, unreadable.getTargetType());
      case ValueInstantiationException unreadable ->
          said(wrong, unreadable.getType().getRawClass());
      case MismatchedInputException other -> said(wrong, other.getTargetType());
      default -> said(wrong, null);
    };
  }

  private static String said(JsonMappingException wrong, @Nullable Class<?> type) {
    var path = wrong.getPath();
    var field =
        path.isEmpty() || path.getLast().getFieldName() == null
            ? "the body"
            : "field " + shortened(path.getLast().getFieldName());
    return field + " is not what is expected here" + (type == null ? "" : expected(type));
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return ": one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> WORDS.valueToTree(constant).asText())
              .collect(Collectors.joining(", "));
    }
    if (type == boolean.class || type == Boolean.class) {
      return ": true or false";
    }
    if (type == String.class) {
      return ": text";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return ": a number";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return ": a list";
    }
    return type.isRecord() ? ": an object" : "";
  }

  private static String shortened(String name) {
    var shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    return shown.replaceAll("[^ -~…]", "?");
  }
}
