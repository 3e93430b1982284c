package org.postseal.authentication.spf;

/**
 * How far a policy may make us work, RFC 7208 §4.6.4. Includes nest no deeper than {@code terms},
 * because each is one. Beyond any of them the result is permerror, if nothing else is said.
 *
 * @param terms mechanisms and modifiers that ask the DNS, in one check
 * @param voidLookups terms whose question had no answer
 * @param mailExchanges MX records of one {@code mx}
 * @param pointers names of the reverse tree that are looked at; the rest is ignored
 * @param recordLength octets of a record
 * @param expansion characters of an expanded macro string; an explanation beyond is dropped
 */
public record SpfLimits(
    int terms, int voidLookups, int mailExchanges, int pointers, int recordLength, int expansion) {

  /** What RFC 7208 sets; 16 KiB for a record and 4 KiB for an expansion are ours. */
  public static final SpfLimits DEFAULT = new SpfLimits(10, 2, 10, 10, 16_384, 4_096);
}
