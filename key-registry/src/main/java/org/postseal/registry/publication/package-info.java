/**
 * How our key records get into the DNS, each way behind one interface: text to paste into a zone,
 * dynamic updates, a server of our own; and whether strangers see them there.
 *
 * <p>Never: a private key, or a decision about a key's life.
 *
 * <p>RFC 1035 §5.1 (zone files), RFC 6376 §3.6.2.2 (several strings are one text).
 */
@NullMarked
package org.postseal.registry.publication;

import org.jspecify.annotations.NullMarked;
