/**
 * What a newcomer sees first: two gateways, four messages, and a domain that is asked for its key,
 * with what was said on the wire.
 *
 * <p>Never: an outcome that is not taken from a reply or a mailbox.
 */
@NullMarked
package org.postseal.endtoend.demo;

import org.jspecify.annotations.NullMarked;
