package org.postseal.authentication.authresults;

/**
 * What a result is about: {@code propspec = ptype "." property "=" pvalue} (RFC 8601 §2.2).
 *
 * @param name type and property with their dot, such as {@code header.d}
 * @param value not yet quoted
 */
public record Property(String name, String value) {}
