/**
 * How often something may happen: an amount in a period for each of many keys, the networks that
 * clients are counted by, and who tries passwords too often.
 *
 * <p>Never: sockets, settings, replies.
 *
 * <p>RFC 4632 §3.1 and RFC 4291 §2.3 (networks).
 */
@NullMarked
package org.postseal.accounts.throttle;

import org.jspecify.annotations.NullMarked;
