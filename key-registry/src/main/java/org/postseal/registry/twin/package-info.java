/**
 * The HTTPS twin of {@code XSIGNPOL} ({@code docs/xsignpol.md}): one document of every domain we
 * sign for, on a listener of its own, for anybody.
 *
 * <p>Never: a private key, the API, a question to anybody else, a change.
 *
 * <p>RFC 9110 (HTTP), RFC 9111 §5.2.2.1 (max-age), RFC 8615 (well-known URIs), RFC 8461 §3.2 (the
 * model).
 */
@NullMarked
package org.postseal.registry.twin;

import org.jspecify.annotations.NullMarked;
