/**
 * Who may use the HTTP APIs of a process, and how a refusal is said: bearer tokens and client
 * certificates with roles, and problem details.
 *
 * <p>Never: a resource, or what one does.
 *
 * <p>RFC 6750 (bearer tokens), RFC 8446 §4.4.2 (client certificates), RFC 9457 (problem details).
 */
@NullMarked
package org.postseal.access;

import org.jspecify.annotations.NullMarked;
