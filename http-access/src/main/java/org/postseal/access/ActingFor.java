package org.postseal.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * For whom the holder of a token acts, such as the console for somebody who signed in there: a
 * field of the request, which adds to the holder's name in audit events and never replaces it. It
 * changes nothing about what the token may do.
 */
public final class ActingFor {
  /** The field's name. */
  public static final String FIELD = "Postseal-Acting-For";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@/-]{0,127}");

  private ActingFor() {}

  /** Whether somebody can be named so: letters, digits and some signs, 128 characters at most. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The name for the audit; empty if what the field says is no name. */
  static Optional<String> named(String holder, Optional<String> field) {
    if (field.isEmpty()) {
      return Optional.of(holder);
    }
    return field.filter(ActingFor::isName).map(name -> holder + " for " + name);
  }
}
