/**
 * Delivery status notifications: who is told what about which recipient, and the message that says
 * so.
 *
 * <p>Never: I/O; an octet of a stranger's in a field before it was made harmless; a report about a
 * report.
 *
 * <p>RFC 3461 (what a sender asks), RFC 3464 (what a report says), RFC 6522 (its parts), RFC 6533
 * (addresses beyond ASCII), RFC 3834 (automatic messages), RFC 8689 §5 (messages that require TLS).
 */
@NullMarked
package org.postseal.relay.dsn;

import org.jspecify.annotations.NullMarked;
