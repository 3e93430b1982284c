/**
 * Mailboxes, reverse-paths and forward-paths, and the parser that reads them from octets.
 *
 * <p>Never: I/O, DNS, decisions about who may send or receive.
 *
 * <p>RFC 5321 §4.1.2 and §4.1.3, with the octets RFC 6531 §3.3 adds.
 */
@NullMarked
package org.postseal.smtp.path;

import org.jspecify.annotations.NullMarked;
