package org.postseal.registryview;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What strangers may know of one of our keys.
 *
 * @param keyRecord its key record (RFC 6376 §3.6.1); a revoked one's has an empty {@code p=}
 * @param nextChange the day, in UTC, from which we do not mean to sign with it, if that is planned
 */
public record PublishedKey(String keyRecord, Optional<LocalDate> nextChange) {}
