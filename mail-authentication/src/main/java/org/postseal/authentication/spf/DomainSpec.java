package org.postseal.authentication.spf;

/** {@code domain-spec}, RFC 7208 §7.1: a name, or how to make one. */
public record DomainSpec(MacroString macro) {}
