/**
 * How our key records get into the DNS: for now, text to paste into a zone. Dynamic updates (RFC
 * 2136) and a server for a delegated zone have their place here.
 *
 * <p>Never: a private key, or a decision about a key's life.
 *
 * <p>RFC 1035 §5.1 (zone files), RFC 6376 §3.6.2.2 (several strings are one text).
 */
@NullMarked
package org.postseal.registry.publication;

import org.jspecify.annotations.NullMarked;
