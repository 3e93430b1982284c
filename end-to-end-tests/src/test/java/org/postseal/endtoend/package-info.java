/**
 * The whole path, from a client's EHLO to a file in a mailbox, through processes and sockets.
 *
 * <p>Never: a class of a service. What a test knows it has read from a reply, a mailbox or a topic.
 */
@NullMarked
package org.postseal.endtoend;

import org.jspecify.annotations.NullMarked;
