/**
 * TLS of the listeners: certificates, also one that we sign for ourselves, and what mechanisms may
 * know of a connection.
 *
 * <p>Never: sessions, settings.
 *
 * <p>RFC 8314, RFC 9266 and RFC 5929 (channel binding).
 */
@NullMarked
package org.postseal.ingress.tls;

import org.jspecify.annotations.NullMarked;
