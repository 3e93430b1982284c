package org.postseal.authentication.spf;

import java.util.List;

/** {@code macro-string} and {@code explain-string}, RFC 7208 §7.1, parsed and not yet expanded. */
public record MacroString(List<Part> parts) {
  public MacroString {
    parts = List.copyOf(parts);
  }

  /** One piece of the text. */
  public sealed interface Part {
    /** Stands for itself; {@code %%}, {@code %_} and {@code %-} have become what they mean. */
    record Literal(String text) implements Part {}

    /**
     * {@code %{...}}.
     *
     * @param rightmost so many parts are kept, counted from the right, after reversal
     * @param delimiters where the value is split
     */
    record Expand(
        MacroLetter letter, int rightmost, Order order, String delimiters, Escaping escaping)
        implements Part {}
  }

  /** The transformer {@code r}. */
  public enum Order {
    /** As the value has them. */
    AS_IS,
    /** The last part first. */
    REVERSED
  }

  /** An upper-case macro letter asks for URL escaping, RFC 7208 §7.3. */
  public enum Escaping {
    /** The value as it is. */
    NONE,
    /** What RFC 3986 does not reserve stays; each other octet becomes {@code %XX}. */
    URL
  }
}
