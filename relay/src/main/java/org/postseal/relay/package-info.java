/**
 * The settings of the relay.
 *
 * <p>Never: behaviour; that lives in the packages below.
 *
 * <p>RFC 5321 §4.5.3.2 (timeouts), §4.5.4.1 (retry and give-up times).
 */
@NullMarked
package org.postseal.relay;

import org.jspecify.annotations.NullMarked;
