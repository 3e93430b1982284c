package org.postseal.topics;

import java.time.Instant;

/**
 * A domain an operator has given up on, on {@code registry.blocklist}; a record without a value
 * takes it off the list.
 *
 * @param domain lower-case A-labels; the key
 * @param reason for people
 * @param author who put it there
 * @param since when
 */
public record BlocklistEntry(String domain, String reason, String author, Instant since) {}
