/**
 * The HTTP API of the registry: what is asked and answered as JSON, who may ask, and problem+json
 * for every refusal.
 *
 * <p>Never: a decision about keys or domains, a private key for anyone but a signer, or a record of
 * Kafka.
 *
 * <p>RFC 9110 (HTTP), RFC 9457 (problem details), RFC 6750 (bearer tokens).
 */
@NullMarked
package org.postseal.registry.api;

import org.jspecify.annotations.NullMarked;
