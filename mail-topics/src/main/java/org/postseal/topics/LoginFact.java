package org.postseal.topics;

/**
 * The data of an event on {@code mail.events} about an attempt to log in that failed. The password
 * is nowhere in it.
 *
 * @param client the client's IP address; also the event's subject
 * @param account whom it claimed to be, as it wrote it; empty if it came to no name
 * @param mechanism of SASL, such as {@code PLAIN}
 * @param listener where it came to
 * @param reason {@code wrong}, or {@code throttled}: not even looked at
 */
public record LoginFact(
    String client, String account, String mechanism, String listener, String reason) {}
