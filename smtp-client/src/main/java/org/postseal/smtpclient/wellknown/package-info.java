/**
 * Documents that a domain has at a well-known place of a host of its own, fetched over HTTPS from
 * wherever a stranger's DNS leads, within bounds.
 *
 * <p>Never: what a document means, a redirect, an address that a stranger must not name.
 *
 * <p>RFC 8615 (well-known URIs), RFC 9110 and 9112 (HTTP), RFC 9525 (whom a certificate names).
 */
@NullMarked
package org.postseal.smtpclient.wellknown;

import org.jspecify.annotations.NullMarked;
