package org.postseal.smtpclient;

/**
 * What holds for one attempt at one host.
 *
 * @param budget its time
 * @param eightBit what becomes of octets above 127 where 8BITMIME is not offered
 */
record Terms(Budget budget, EightBit eightBit) {

  /** Content is never converted, for that would break its signatures. */
  enum EightBit {
    /** RFC 6152 §3: it cannot be sent. */
    REFUSED,
    /** An operator knows that the host takes it all the same. */
    AS_IS
  }
}
