package org.postseal.smtp.path;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What stands right of the {@code @} (RFC 5321 §4.1.2): a domain name or an address literal. */
public sealed interface MailDomain {

  /**
   * A domain name, in lower case as far as it is ASCII, without a trailing dot. U-labels (RFC 6531)
   * are kept as they came.
   */
  record Name(String text) implements MailDomain {
    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 §4.1.3). */
  record AddressLiteral(InetAddress address) implements MailDomain {
    @Override
    public String toString() {
      var tag = address instanceof Inet6Address ? "IPv6:" : "";
      return "[" + tag + address.getHostAddress() + "]";
    }
  }

  /** A {@code Standardized-tag ":" 1*dcontent} literal; no tag but IPv6 was ever registered. */
  record GeneralLiteral(String tag, String content) implements MailDomain {
    @Override
    public String toString() {
      return "[" + tag + ":" + content + "]";
    }
  }
}
