package org.postseal.ingress.recipients;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Recipients of local domains; without a file or a callout every local-part is taken. */
public interface RecipientSettings {
  /**
   * The file of recipients, one a line, looked at every 5 s; see RecipientList. A domain that it
   * names has no other users.
   */
  Optional<Path> file();

  /** What follows it in a local-part does not tell listed users apart; none for no such thing. */
  @WithDefault("+")
  String delimiter();

  /** Questions to the next hop, about domains that the file does not name. */
  Callout callout();

  /** Questions to the next hop. */
  interface Callout {
    /** Whom to ask; nobody if not set. */
    Optional<String> host();

    /** Its port. */
    @WithDefault("24")
    int port();

    /** lmtp or smtp. */
    @WithDefault("lmtp")
    String protocol();

    /** For one question; then 451. */
    @WithDefault("10S")
    Duration timeout();

    /** Questions at one time. */
    @WithDefault("20")
    int atOneTime();

    /** How long a mailbox that exists is remembered. */
    @WithDefault("2H")
    Duration rememberExisting();

    /** How long a mailbox that does not exist is remembered. */
    @WithDefault("10M")
    Duration rememberUnknown();

    /** How long nobody is asked again after a question was not answered. */
    @WithDefault("10S")
    Duration rememberUndecided();

    /** How many mailboxes are remembered. */
    @WithDefault("100000")
    int mailboxes();
  }
}
