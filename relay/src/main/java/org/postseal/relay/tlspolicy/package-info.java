/**
 * Other domains' policies about TLS, on a topic, so that they outlive the process and all relays
 * know them.
 *
 * <p>Never: what a policy means, a fetch.
 *
 * <p>RFC 8461 §5.1 and §10.2.
 */
@NullMarked
package org.postseal.relay.tlspolicy;

import org.jspecify.annotations.NullMarked;
