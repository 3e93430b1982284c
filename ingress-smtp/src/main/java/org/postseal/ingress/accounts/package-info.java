/**
 * How accounts are recognised and what they may do, as the settings say.
 *
 * <p>Never: how that works; that is in {@code mail-accounts}.
 *
 * <p>RFC 4954, RFC 6409 §6.
 */
@NullMarked
package org.postseal.ingress.accounts;

import org.jspecify.annotations.NullMarked;
