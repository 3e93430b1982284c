package org.postseal.smtpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.smtpclient.hosts.Endpoint;

/**
 * Whom we are to a smarthost. Used inside of verified TLS only; never written anywhere.
 *
 * <p>Lines of {@code HOST:PORT USER PASSWORD}, or {@code HOST USER PASSWORD} for every port; a
 * password may hold spaces. Empty lines and those that begin with {@code #} are passed over.
 */
public final class Credentials {

  /** A user and his password. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  private record Entry(String host, Optional<Integer> port, Login login) {
    boolean isOf(Endpoint server) {
      return host.equalsIgnoreCase(server.host())
          && (port.isEmpty() || port.get() == server.port());
    }
  }

  private final List<Entry> entries;

  private Credentials(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** For nobody. */
  public static Credentials none() {
    return new Credentials(List.of());
  }

  /**
   * Reads lines.
   *
   * @throws IllegalArgumentException naming the line, and nothing of what it holds
   */
  public static Credentials parse(List<String> lines) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(line, i + 1));
      }
    }
    return new Credentials(entries);
  }

  private static Entry entry(String line, int number) {
    var words = line.split("[ \t]+", 3);
    if (words.length < 3) {
      throw new IllegalArgumentException(
          "line " + number + " of the credentials is not: HOST:PORT USER PASSWORD");
    }
    var login = new Login(words[1], words[2]);
    var endpoint = Endpoint.parse(words[0]);
    return endpoint
        .map(server -> new Entry(server.host(), Optional.of(server.port()), login))
        .orElseGet(() -> new Entry(words[0], Optional.empty(), login));
  }

  Optional<Login> of(Endpoint server) {
    return entries.stream().filter(entry -> entry.isOf(server)).map(Entry::login).findFirst();
  }
}
