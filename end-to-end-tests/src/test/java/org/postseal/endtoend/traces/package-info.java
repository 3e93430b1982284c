/**
 * One message's trace through the services, received as an OpenTelemetry collector receives it.
 *
 * <p>Never: a look into a service.
 */
@NullMarked
package org.postseal.endtoend.traces;

import org.jspecify.annotations.NullMarked;
