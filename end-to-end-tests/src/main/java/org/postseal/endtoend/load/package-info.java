/**
 * Load: one signed message brought many times by Postfix's {@code smtp-source}, and a count of what
 * the gateway accepted and delivered, taken from its topics; the same by clients of our own where
 * every reply counts, with verifiers as processes of their own.
 *
 * <p>Never: a verdict on the figures. Generator, gateway and sink share the machine.
 */
@NullMarked
package org.postseal.endtoend.load;

import org.jspecify.annotations.NullMarked;
