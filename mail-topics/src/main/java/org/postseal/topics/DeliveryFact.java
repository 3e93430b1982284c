package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * The data of an event on {@code mail.deliveries} about one recipient.
 *
 * @param recipient the forward-path
 * @param nextHop such as {@code mx:example.com}
 * @param reply the next hop's, or what stood in the way in the form of one
 * @param attempt counted from 1; a parked message keeps its number
 * @param latencyMillis since the content was received
 * @param nextAttemptAt of a deferred one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeliveryFact(
    String recipient,
    String nextHop,
    String reply,
    int attempt,
    long latencyMillis,
    Optional<Instant> nextAttemptAt) {}
