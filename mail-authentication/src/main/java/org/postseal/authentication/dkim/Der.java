package org.postseal.authentication.dkim;

import java.io.ByteArrayOutputStream;

/** The little of ASN.1 DER that wrapping one key encoding in another needs (X.690 §8). */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;

  private Der() {}

  /** SubjectPublicKeyInfo begins so; RSAPublicKey has an INTEGER in the second place. */
  static boolean isSequenceOfSequence(byte[] octets) {
    if (octets.length < 2 || octets[0] != SEQUENCE) {
      return false;
    }
    int lengthOctets = octets[1] < 0 ? octets[1] & 0x7f : 0;
    return octets.length > 2 + lengthOctets && octets[2 + lengthOctets] == SEQUENCE;
  }

  static byte[] sequence(byte[]... contents) {
    return element(SEQUENCE, concat(contents));
  }

  static byte[] bitString(byte[] contents) {
    return element(BIT_STRING, concat(new byte[] {0}, contents));
  }

  static byte[] octetString(byte[] contents) {
    return element(OCTET_STRING, contents);
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] element(int tag, byte[] contents) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = contents.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else if (length < 0x10000) {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    } else {
      throw new IllegalArgumentException("longer than any key");
    }
    out.writeBytes(contents);
    return out.toByteArray();
  }
}
