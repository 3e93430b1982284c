/**
 * What an operator sees of one message beside the events: its trace, from the SMTP transaction to
 * the last delivery, and its lines in the log.
 *
 * <p>Never: an address or content in an attribute; a framework; OpenTelemetry's types in a
 * signature, so that nobody else depends on it.
 *
 * <p>W3C Trace Context.
 */
@NullMarked
package org.postseal.observation;

import org.jspecify.annotations.NullMarked;
