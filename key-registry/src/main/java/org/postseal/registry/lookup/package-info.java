/**
 * Public keys and signing policies, ours and everybody else's. One source an answer: the registry's
 * own entries, else the DNS. {@code XSIGNPOL} and its HTTPS twin have their place here.
 *
 * <p>Never: HTTP, Kafka, a private key, or an answer merged from two sources.
 *
 * <p>RFC 6376 §3.6.2 (key records in the DNS), §6.1.2 (how fetching one can fail).
 */
@NullMarked
package org.postseal.registry.lookup;

import org.jspecify.annotations.NullMarked;
