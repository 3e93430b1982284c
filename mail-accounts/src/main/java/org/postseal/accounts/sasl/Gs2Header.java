package org.postseal.accounts.sasl;

import java.util.Optional;

/**
 * {@code gs2-header = gs2-cbind-flag "," [ authzid ] ","} (RFC 5801 §4), with which SCRAM and
 * OAUTHBEARER begin.
 *
 * @param flag {@code n}, {@code y}, or {@code p=} and the channel binding type
 * @param authzid whom the client wants to act as
 * @param text the header as it was sent
 */
record Gs2Header(String flag, Optional<String> authzid, String text) {

  /** Reads the header at the beginning of a message. */
  static Optional<Gs2Header> at(String message) {
    int first = message.indexOf(',');
    int second = first < 0 ? -1 : message.indexOf(',', first + 1);
    if (second < 0) {
      return Optional.empty();
    }
    var flag = message.substring(0, first);
    var authzid = message.substring(first + 1, second);
    boolean isFlag = flag.equals("n") || flag.equals("y") || flag.matches("p=[A-Za-z0-9.-]+");
    if (!isFlag) {
      return Optional.empty();
    }
    var text = message.substring(0, second + 1);
    if (authzid.isEmpty()) {
      return Optional.of(new Gs2Header(flag, Optional.empty(), text));
    }
    return authzid.startsWith("a=")
        ? saslName(authzid.substring(2)).map(name -> new Gs2Header(flag, Optional.of(name), text))
        : Optional.empty();
  }

  /** {@code saslname}: comma and equals sign are written {@code =2C} and {@code =3D}. */
  static Optional<String> saslName(String written) {
    var name = new StringBuilder(written.length());
    for (int at = 0; at < written.length(); at++) {
      char c = written.charAt(at);
      if (c == '\0' || c == ',') {
        return Optional.empty();
      }
      if (c != '=') {
        name.append(c);
      } else if (written.startsWith("=2C", at)) {
        name.append(',');
        at += 2;
      } else if (written.startsWith("=3D", at)) {
        name.append('=');
        at += 2;
      } else {
        return Optional.empty();
      }
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name.toString());
  }
}
