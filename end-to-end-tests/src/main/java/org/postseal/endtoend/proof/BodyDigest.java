package org.postseal.endtoend.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what follows the header section of a message, line by line. */
final class BodyDigest {
  private final MessageDigest digest;
  private boolean inBody;

  BodyDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of a whole message's body. */
  static String of(byte[] message) {
    for (int i = 3; i < message.length; i++) {
      if (message[i] == '\n' && message[i - 1] == '\r' && message[i - 2] == '\n') {
        var body = new BodyDigest();
        body.digest.update(message, i + 1, message.length - i - 1);
        return body.hex();
      }
    }
    throw new IllegalArgumentException("a message without a body");
  }

  /** The next line as it is on the wire, with its line end and with transparency. */
  void line(byte[] line) {
    if (inBody) {
      int from = line[0] == '.' ? 1 : 0;
      digest.update(line, from, line.length - from);
    } else {
      inBody = line.length == 2 && line[0] == '\r';
    }
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
