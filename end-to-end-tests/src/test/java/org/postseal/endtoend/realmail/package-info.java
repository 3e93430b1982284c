/**
 * Messages that others signed, sent through the whole gateway over SMTP, with the keys served by a
 * DNS server in this process.
 *
 * <p>Never: a message of our own making, or a copy of theirs in this repository.
 */
@NullMarked
package org.postseal.endtoend.realmail;

import org.jspecify.annotations.NullMarked;
