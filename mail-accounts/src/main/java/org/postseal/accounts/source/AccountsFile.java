package org.postseal.accounts.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postseal.accounts.Account;
import org.postseal.accounts.Identity;
import org.postseal.accounts.password.Bcrypt;
import org.postseal.accounts.password.PasswordHash;
import org.postseal.accounts.password.ScramKeys;
import org.postseal.accounts.password.UnknownNames;

/**
 * The accounts, one a line: {@code name:hash:identity,identity…}. An identity is a mailbox, or
 * {@code @domain} for all of a domain; the hash is {@link ScramKeys} or {@link Bcrypt}. Empty lines
 * and lines that begin with {@code #} are passed over; a line that cannot be read is no account,
 * and its number is reported. A line {@code #!unknown-names:} has the secret of {@link
 * UnknownNames}.
 */
public final class AccountsFile {
  private static final PasswordHash NOBODY = ScramKeys.of("nobody");

  private final Map<String, Entry> entries;
  private final UnknownNames unknown;

  /** What takes longest to check: whoever is wrong waits as long, so that names are not told. */
  private final PasswordHash costliest;

  private final List<Integer> unreadableLines;

  private record Entry(Account account, PasswordHash hash) {}

  private AccountsFile(
      Map<String, Entry> entries, UnknownNames unknown, List<Integer> unreadableLines) {
    this.entries = entries;
    this.unknown = unknown;
    this.costliest =
        entries.values().stream()
            .map(Entry::hash)
            .max(Comparator.comparingLong(PasswordHash::cost))
            .orElse(NOBODY);
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
    var keys = entries.values().stream().flatMap(entry -> keys(entry.hash()).stream()).toList();
    return new AccountsFile(entries, UnknownNames.of(lines, keys), unreadable);
  }

  /**
   * The line of a new account, for the file.
   *
   * @param identities mailboxes, or {@code @domain}
   * @throws IllegalArgumentException if name or identities could not be read back
   */
  public static String line(String name, String password, List<String> identities) {
    var line = name + ":" + ScramKeys.of(password).encoded() + ":" + String.join(",", identities);
    if (password.isEmpty() || name.startsWith("#") || entry(line).isEmpty()) {
      throw new IllegalArgumentException(
          "an account needs a name without colon, a password, and mailboxes or @domains");
    }
    return line;
  }

  /** Whom name and password belong to. Slow on purpose; never on an event loop. */
  public Optional<Account> authenticate(String name, String password) {
    var entry = Optional.ofNullable(entries.get(name));
    var right = entry.filter(found -> found.hash().matches(password)).map(Entry::account);
    if (right.isEmpty() && entry.filter(this::isCostly).isEmpty()) {
      var _ = costliest.matches(password);
    }
    return right;
  }

  /** Cheaper checks are followed by the costliest; a small difference is lost in the waiting. */
  private boolean isCostly(Entry entry) {
    return entry.hash().cost() >= costliest.cost() / 2;
  }

  /** The account of this name, without any check. */
  public Optional<Account> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::account);
  }

  /** Whether every account has the keys of SCRAM; so it is without any account, too. */
  public boolean haveAllScramKeys() {
    return entries.values().stream().allMatch(entry -> entry.hash() instanceof ScramKeys);
  }

  /**
   * The keys of this name: those of its account, or keys that fit no password, so that names cannot
   * be told apart.
   */
  public ScramKeys scramKeys(String name) {
    return Optional.ofNullable(entries.get(name))
        .flatMap(entry -> keys(entry.hash()))
        .orElseGet(() -> unknown.keys(name));
  }

  private static Optional<ScramKeys> keys(PasswordHash hash) {
    return switch (hash) {
      case ScramKeys keys -> Optional.of(keys);
      case Bcrypt _ -> Optional.empty();
    };
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
