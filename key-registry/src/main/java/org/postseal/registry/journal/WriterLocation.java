package org.postseal.registry.journal;

import java.net.URI;
import java.util.Optional;

/**
 * Who writes, as the writer itself says on {@code registry.domains} when it takes office.
 *
 * @param instance its instance id
 * @param url where other replicas reach it, if it can be reached
 */
public record WriterLocation(String instance, Optional<URI> url) {}
