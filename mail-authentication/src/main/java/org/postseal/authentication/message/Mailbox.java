package org.postseal.authentication.message;

import org.postseal.authentication.dns.DomainName;

/**
 * One address of a header field.
 *
 * @param localPart as written; what stands in a quoted string is left out
 */
public record Mailbox(String localPart, DomainName domain) {}
