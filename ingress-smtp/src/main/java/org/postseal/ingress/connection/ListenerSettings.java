package org.postseal.ingress.connection;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The listeners: for other servers, with STARTTLS, with TLS from the first octet. */
public interface ListenerSettings {
  /** The listener for other servers. */
  interface Mx {
    /**
     * Whether load balancers come here that begin with a PROXY header; see {@code proxies.trusted}.
     */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Its port; 0 for any free one. */
    @WithDefault("2525")
    int port();

    /**
     * How long a client has to wait for the greeting; who talks earlier is refused. 0: greeted at
     * once. Anything below the 5 minutes of RFC 5321 §4.5.3.2.1 is correct; a few seconds do.
     */
    @WithDefault("0S")
    Duration greetingDelay();
  }

  /** The listener with STARTTLS. */
  interface Submission {
    /** See {@code mx.proxy-protocol}. */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Its port; 0 for any free one. */
    @WithDefault("2587")
    int port();
  }

  /** The listener with implicit TLS. */
  interface Submissions {
    /** See {@code mx.proxy-protocol}. The header comes before TLS. */
    @WithDefault("false")
    boolean proxyProtocol();

    /** Its port; 0 for any free one. */
    @WithDefault("2465")
    int port();
  }
}
