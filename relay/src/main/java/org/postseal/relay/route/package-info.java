/**
 * Where a message goes next, as the operator says.
 *
 * <p>Never: a socket, a topic, a file, the DNS. A recipient goes in, the next hop comes out.
 *
 * <p>RFC 5321 §2.3.5 and §4.1.2 (domains and mailboxes).
 */
@NullMarked
package org.postseal.relay.route;

import org.jspecify.annotations.NullMarked;
