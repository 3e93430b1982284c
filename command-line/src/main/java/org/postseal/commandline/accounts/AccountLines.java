package org.postseal.commandline.accounts;

import java.util.ArrayList;
import java.util.List;
import org.postseal.accounts.password.UnknownNames;

/** The lines of an accounts file; what is no account, such as remarks, stays where it is. */
record AccountLines(List<String> lines) {

  AccountLines {
    lines = List.copyOf(lines);
  }

  /** The names, in the file's order. */
  List<String> names() {
    return lines.stream().filter(AccountLines::isAccount).map(AccountLines::name).toList();
  }

  /** What an account may write as. */
  String identities(String name) {
    return lines.stream()
        .filter(line -> isAccountOf(line, name))
        .map(line -> line.substring(line.lastIndexOf(':') + 1))
        .reduce("", (_, last) -> last);
  }

  /**
   * With this line in the place of the account's old one, or at the end; and with a secret for
   * names that nobody has.
   */
  AccountLines with(String name, String newLine) {
    var changed = new ArrayList<String>();
    boolean replaced = false;
    for (var line : lines) {
      if (!isAccountOf(line, name)) {
        changed.add(line);
      } else if (!replaced) {
        changed.add(newLine);
        replaced = true;
      }
    }
    if (!replaced) {
      changed.add(newLine);
    }
    UnknownNames.missingLine(changed).ifPresent(changed::add);
    return new AccountLines(changed);
  }

  AccountLines without(String name) {
    return new AccountLines(lines.stream().filter(line -> !isAccountOf(line, name)).toList());
  }

  private static boolean isAccountOf(String line, String name) {
    return isAccount(line) && name(line).equals(name);
  }

  private static boolean isAccount(String line) {
    var text = line.strip();
    return !text.startsWith("#") && text.indexOf(':') > 0;
  }

  private static String name(String line) {
    var text = line.strip();
    return text.substring(0, text.indexOf(':'));
  }
}
