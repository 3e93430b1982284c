/**
 * Who may send what to whom: recipients of an MX, identities of an account, what submission repairs
 * and which header fields are deleted. Also the accounts file.
 *
 * <p>Never: sockets, Kafka, replies that depend on the state of a session.
 *
 * <p>RFC 5321 §3.6 and §4.5.1, RFC 6409 §6 and §8, RFC 8601 §5, RFC 4954 §4.
 */
@NullMarked
package org.postseal.ingress.acceptance;

import org.jspecify.annotations.NullMarked;
