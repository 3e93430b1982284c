/**
 * Signing keys that take turns by themselves: when a new one is announced, when it signs in the
 * place of the one before, and when the record of that may go.
 *
 * <p>Never: a change that the journal's rules would not allow an operator, the DNS itself, or a
 * clock of its own.
 *
 * <p>RFC 6376 §3.1 (selectors); M3AAWG DKIM Key Rotation Best Common Practices.
 */
@NullMarked
package org.postseal.registry.rotation;

import org.jspecify.annotations.NullMarked;
