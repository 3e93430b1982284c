package org.postseal.signingpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.smtp.reply.Reply;

/** Every reply of a server to {@code XSIGNPOL}. */
public final class Replies {
  private static final String END = "2.0.0 end";

  private Replies() {}

  /**
   * A statement: its lines in chunks, then {@code 250 2.0.0 end}. No line has more than 512 octets.
   */
  public static Reply stating(Statement statement) {
    var lines = new ArrayList<>(Chunks.cut(statement.lines()));
    lines.add(END);
    return new Reply(250, Optional.empty(), List.copyOf(lines));
  }

  /** The line is not a query. */
  public static Reply syntax(String expected) {
    return Reply.of(501, "5.5.4", expected);
  }

  /** The extension is not offered here. */
  public static Reply notOffered() {
    return Reply.of(502, "5.5.1", "Command not implemented");
  }

  /** No EHLO since TLS began, or a transaction is open. */
  public static Reply sequence(String expected) {
    return Reply.of(503, "5.5.1", expected);
  }

  /** Not in clear. */
  public static Reply tlsFirst() {
    return Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
  }

  /** Nothing is stated here about that domain. */
  public static Reply notOurDomain() {
    return Reply.of(550, "5.1.2", "Not a domain of this server");
  }

  /** The domain has no such key. */
  public static Reply noSuchSelector() {
    return Reply.of(550, "5.7.21", "No such selector");
  }

  /** The server does not know its domains and keys yet. */
  public static Reply notReady() {
    return Reply.of(451, "4.4.3", "Signing policies cannot be read now");
  }

  /** This client asked too often; the connection stays. */
  public static Reply tooMany() {
    return Reply.of(450, "4.7.0", "Too many queries, try again later");
  }

  /** This client asked too often; the server closes the connection. */
  public static Reply tooManyAndClosing() {
    return Reply.of(421, "4.7.0", "Too many queries, closing");
  }
}
