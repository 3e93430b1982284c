package org.postseal.authentication.spf;

/** {@code directive = [ qualifier ] mechanism}, RFC 7208 §4.6.1. */
public record Directive(Qualifier qualifier, Mechanism mechanism) {}
