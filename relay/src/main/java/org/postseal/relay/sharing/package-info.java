/**
 * Who may be delivered to now: places and memory shared between next-hop hosts and classes of work,
 * so that nothing waits for what has nothing to do with it. Values and a clock's readings in,
 * decisions out.
 *
 * <p>Never: a socket, a topic, a thread, content.
 */
@NullMarked
package org.postseal.relay.sharing;

import org.jspecify.annotations.NullMarked;
