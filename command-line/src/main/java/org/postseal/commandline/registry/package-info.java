/**
 * The registry's administration over its HTTP API: {@code postseal domains}, {@code postseal keys},
 * {@code postseal dns} and {@code postseal blocklist}.
 *
 * <p>Never: a rule about domains or keys (the registry has them), Kafka, or a private key.
 *
 * <p>RFC 6750 (bearer tokens), RFC 9457 (problem details).
 */
@NullMarked
package org.postseal.commandline.registry;

import org.jspecify.annotations.NullMarked;
