package org.postseal.ingress.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether octets are UTF-8 (RFC 3629), as header sections with SMTPUTF8 must be (RFC 6532 §3). */
final class Utf8 {
  private Utf8() {}

  static boolean isWellFormed(byte[] octets) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
