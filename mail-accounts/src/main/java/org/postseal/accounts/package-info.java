/**
 * Who may submit, and as whom: an account and the identities it owns.
 *
 * <p>Never: sessions, replies, Kafka; where accounts are kept and how they are proven is said in
 * the packages below.
 *
 * <p>RFC 6409 §6.1.
 */
@NullMarked
package org.postseal.accounts;

import org.jspecify.annotations.NullMarked;
