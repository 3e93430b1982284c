/**
 * How a service asks a question on one topic and hears its answer on another: ingress about every
 * message, the relay about the reports it writes.
 *
 * <p>Never: what is asked, or what follows from an answer.
 */
@NullMarked
package org.postseal.asking;

import org.jspecify.annotations.NullMarked;
