package org.postseal.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.observation.LoggedAddresses;

/** Everything an operator can set about the relay. The connection to Kafka is under kafka.*. */
@ConfigMapping(prefix = "postseal.relay")
public interface RelaySettings {

  /** Whether this process delivers mail. */
  @WithDefault("true")
  boolean enabled();

  /** This system's name in the DNS: what EHLO says to others, and never a next hop itself. */
  @WithDefault("localhost")
  String hostName();

  /** More names that mean this system as a mail exchanger: mail for them would loop. */
  Optional<List<String>> ownNames();

  /**
   * Route of each domain: maildir:PATH (with {local-part} and {domain}, in lower case; octets other
   * than letters, digits and _+=-. are written %xx), lmtp:HOST:PORT, smtp:HOST:PORT (TLS where it
   * works), smtp+tls:HOST:PORT (STARTTLS with a certificate of the host, or nothing is sent),
   * smtps:HOST:PORT (the same with TLS from the first octet), mx, discard:.
   */
  Map<String, String> routes();

  /** Route of every other domain. */
  @WithDefault("mx")
  String defaultRoute();

  DnsSettings dns();

  ExchangerSettings mx();

  ClientSettings client();

  TlsSettings tls();

  MaildirSettings maildir();

  InFlightSettings inFlight();

  DestinationSettings destination();

  RetrySettings retry();

  ReportSettings reports();

  DeskSettings api();

  /**
   * Whether lines of the log say who: recipients, next hops and what these reply. {@code shown} or
   * {@code redacted}.
   */
  @WithDefault("shown")
  LoggedAddresses loggedAddresses();

  /**
   * Name of this replica in its consumer groups, which no other may have: by it a relay that was
   * killed takes its own place again at once. By default the host's name and a number, held by a
   * lock in the directory for temporary files.
   */
  Optional<String> memberName();

  /** How long running deliveries may go on when the process is told to stop. */
  @WithDefault("25s")
  Duration shutdownGrace();
}
