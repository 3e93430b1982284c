package org.postseal.ingress.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postseal.smtp.path.Mailbox;

/**
 * The recipients of local domains, one a line: a mailbox, or {@code @domain} for everybody of a
 * domain. Empty lines and lines that begin with {@code #} are passed over; a line that cannot be
 * read names nobody, and its number is reported. Of a domain that is named nowhere the list says
 * nothing.
 */
public final class RecipientList {
  private final Map<String, Set<String>> localParts;
  private final Set<String> everybody;
  private final List<Integer> unreadableLines;

  private RecipientList(
      Map<String, Set<String>> localParts, Set<String> everybody, List<Integer> unreadableLines) {
    this.localParts = localParts;
    this.everybody = everybody;
    this.unreadableLines = List.copyOf(unreadableLines);
  }

  /** A list that says nothing of any domain. */
  public static RecipientList empty() {
    return parse(List.of());
  }

  /** Reads the lines of the file. */
  public static RecipientList parse(List<String> lines) {
    var localParts = new HashMap<String, Set<String>>();
    var everybody = new HashSet<String>();
    var unreadable = new ArrayList<Integer>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      boolean whole = line.startsWith("@");
      var mailbox = Mailbox.parse(whole ? "postmaster" + line : line);
      if (mailbox.isEmpty()) {
        unreadable.add(i + 1);
        continue;
      }
      var domain = mailbox.get().domain().toString();
      if (whole) {
        everybody.add(domain);
      } else {
        localParts
            .computeIfAbsent(domain, _ -> new HashSet<>())
            .add(mailbox.get().localPart().toLowerCase(Locale.ROOT));
      }
    }
    return new RecipientList(localParts, everybody, unreadable);
  }

  /**
   * What is known of a domain's users.
   *
   * @param domain in lower case
   */
  public LocalDomain.Users users(String domain) {
    if (everybody.contains(domain)) {
      return new LocalDomain.Users.Everybody();
    }
    return Optional.ofNullable(localParts.get(domain))
        .<LocalDomain.Users>map(LocalDomain.Users.Listed::new)
        .orElseGet(LocalDomain.Users.Unlisted::new);
  }

  /** How many mailboxes and domains are named. */
  public int size() {
    return everybody.size() + localParts.values().stream().mapToInt(Set::size).sum();
  }

  /** Line numbers, counted from 1. */
  public List<Integer> unreadableLines() {
    return unreadableLines;
  }
}
