package org.postseal.ingress.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The accounts, one a line: {@code name:hash:identity,identity…}. An identity is a mailbox, or
 * {@code @domain} for all of a domain. Empty lines and lines that begin with {@code #} are passed
 * over; a line that cannot be read is no account, and its number is reported.
 */
public final class AccountsFile {
  /** Takes the time of a real check, so that names cannot be told apart by it. */
  private static final PasswordHash NOBODY = PasswordHash.of("nobody");

  private final Map<String, Entry> entries;
  private final List<Integer> unreadableLines;

  private record Entry(Account account, PasswordHash hash) {}

  private AccountsFile(Map<String, Entry> entries, List<Integer> unreadableLines) {
    this.entries = entries;
    this.unreadableLines = List.copyOf(unreadableLines);
  }

  /** No accounts. */
  public static AccountsFile empty() {
    return parse(List.of());
  }

  /** Reads the lines of the file. The last of several lines with one name counts. */
  public static AccountsFile parse(List<String> lines) {
    var entries = new LinkedHashMap<String, Entry>();
    var unreadable = new ArrayList<Integer>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var entry = entry(line);
      if (entry.isPresent()) {
        entries.put(entry.get().account().name(), entry.get());
      } else {
        unreadable.add(i + 1);
      }
    }
    return new AccountsFile(entries, unreadable);
  }

  /**
   * The line of a new account, for the file.
   *
   * @param identities mailboxes, or {@code @domain}
   * @throws IllegalArgumentException if name or identities could not be read back
   */
  public static String line(String name, String password, List<String> identities) {
    var line =
        name + ":" + PasswordHash.of(password).encoded() + ":" + String.join(",", identities);
    if (password.isEmpty() || name.startsWith("#") || entry(line).isEmpty()) {
      throw new IllegalArgumentException(
          "an account needs a name without colon, a password, and mailboxes or @domains");
    }
    return line;
  }

  /** Whom name and password belong to. Slow on purpose; never on an event loop. */
  public Optional<Account> authenticate(String name, String password) {
    var entry = Optional.ofNullable(entries.get(name));
    boolean matches = entry.map(Entry::hash).orElse(NOBODY).matches(password);
    return entry.filter(_ -> matches).map(Entry::account);
  }

  public int size() {
    return entries.size();
  }

  /** Line numbers, counted from 1. */
  public List<Integer> unreadableLines() {
    return unreadableLines;
  }

  /** The hash contains colons, names and identities do not. */
  private static Optional<Entry> entry(String line) {
    int first = line.indexOf(':');
    int last = line.lastIndexOf(':');
    if (first <= 0 || last == first || line.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    var words = line.substring(last + 1).split(",", -1);
    var identities =
        Arrays.stream(words)
            .map(String::strip)
            .flatMap(word -> Identity.parse(word).stream())
            .collect(Collectors.toList());
    if (identities.size() != words.length) {
      return Optional.empty();
    }
    return PasswordHash.parse(line.substring(first + 1, last))
        .map(hash -> new Entry(new Account(line.substring(0, first), identities), hash));
  }
}
