package org.postseal.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;
import org.postseal.ingress.acceptance.TrustedSettings;
import org.postseal.ingress.accounts.AccountSettings;
import org.postseal.ingress.connection.ListenerSettings;
import org.postseal.ingress.connection.TimeoutSettings;
import org.postseal.ingress.handoff.HandoffSettings;
import org.postseal.ingress.load.BlocklistSettings;
import org.postseal.ingress.load.LimitSettings;
import org.postseal.ingress.load.MemorySettings;
import org.postseal.ingress.proxy.ProxySettings;
import org.postseal.ingress.proxy.XclientSettings;
import org.postseal.ingress.recipients.RecipientSettings;
import org.postseal.ingress.statements.StatementSettings;
import org.postseal.ingress.tls.TlsSettings;
import org.postseal.observation.LoggedAddresses;

/** All settings of the ingress. */
@ConfigMapping(prefix = "postseal.ingress")
public interface IngressSettings {

  /** Whether this process receives mail at all. */
  @WithDefault("true")
  boolean enabled();

  /** What we call ourselves in greetings, trace fields and Message-IDs; the machine's name. */
  Optional<String> hostname();

  /** The authserv-ids only we may write; others' results that claim one are deleted. Hostname. */
  Optional<Set<String>> authservIds();

  /** The address all listeners are bound to. */
  @WithDefault("0.0.0.0")
  String host();

  /**
   * Whether lines of the log say who: clients, names they give, accounts, reverse-paths. {@code
   * shown} or {@code redacted}.
   */
  @WithDefault("shown")
  LoggedAddresses loggedAddresses();

  /** Other servers. */
  ListenerSettings.Mx mx();

  /** Accounts, after STARTTLS. */
  ListenerSettings.Submission submission();

  /** Accounts, TLS from the first octet. */
  ListenerSettings.Submissions submissions();

  /** How much a client may ask for. */
  LimitSettings limits();

  /** Who is believed about whose connection it passes on. */
  ProxySettings proxies();

  /** Mail servers and filters that pass clients on. */
  XclientSettings xclient();

  /** Who is not let in. */
  BlocklistSettings blocklists();

  /** How long we wait for a client (RFC 5321 §4.5.3.2). */
  TimeoutSettings timeouts();

  /** Memory for content in flight. */
  MemorySettings memory();

  /** Certificates; {@code quarkus.tls."smtp".*} says more. */
  TlsSettings tls();

  /** Who may submit. */
  AccountSettings accounts();

  /** Who exists in local domains. */
  RecipientSettings recipients();

  /** Who may relay without an account, on the listener for other servers. */
  TrustedSettings trusted();

  /** XSIGNPOL: what we state about our domains to servers that ask. */
  StatementSettings signpol();

  /** Kafka. */
  HandoffSettings handoff();
}
