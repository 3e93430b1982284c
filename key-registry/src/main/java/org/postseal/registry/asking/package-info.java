/**
 * Domains of others asked themselves for their signing policy and keys: with {@code XSIGNPOL} at
 * their mail exchangers, and with its HTTPS twin. One question at a time about the same thing,
 * remembered, within budgets; what a domain has stated is held against whoever hides it later.
 *
 * <p>Never: HTTP of our own, Kafka, a decision about a message, an answer merged from two sources.
 *
 * <p>RFC 6376 §3.6.1 (key records), RFC 8461 (the model of pinning), RFC 7672 (DANE).
 */
@NullMarked
package org.postseal.registry.asking;

import org.jspecify.annotations.NullMarked;
