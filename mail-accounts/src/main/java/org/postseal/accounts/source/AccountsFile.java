package org.postseal.accounts.source;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * The accounts, one a line: {@code name:hash:identity,identity…}. An identity is a mailbox, or
 * {@code @domain} for all of a domain; the hash is {@link ScramKeys} or {@link Bcrypt}. Empty lines
 * and lines that begin with {@code #} are passed over; a line that cannot be read is no account,
 * and its number is reported.
 */
public final class AccountsFile {
  /** Takes the time of a real check, so that names cannot be told apart by it. */
  private static final PasswordHash NOBODY = ScramKeys.of("nobody");

  private static final byte[] SECRET = secret();

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
    boolean matches = entry.map(Entry::hash).orElse(NOBODY).matches(password);
    return entry.filter(_ -> matches).map(Entry::account);
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
        .orElseGet(() -> ScramKeys.fittingNothing(name, SECRET, usualIterations()));
  }

  private static Optional<ScramKeys> keys(PasswordHash hash) {
    return switch (hash) {
      case ScramKeys keys -> Optional.of(keys);
      case Bcrypt _ -> Optional.empty();
    };
  }

  /** As the first account has them; they are seldom not all alike. */
  private int usualIterations() {
    return entries.values().stream()
        .flatMap(entry -> keys(entry.hash()).stream())
        .mapToInt(ScramKeys::iterations)
        .findFirst()
        .orElse(ScramKeys.ITERATIONS);
  }

  private static byte[] secret() {
    var octets = new byte[32];
    new SecureRandom().nextBytes(octets);
    return octets;
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
