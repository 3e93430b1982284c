/**
 * A KRaft broker inside the JVM, for the standalone gateway and for tests: one replica, loopback
 * only, clients authenticated by SCRAM with a generated secret, or by certificates and with access
 * rules.
 *
 * <p>Never: a cluster, a listener beyond loopback, or an unauthenticated client.
 */
@NullMarked
package org.postseal.broker;

import org.jspecify.annotations.NullMarked;
