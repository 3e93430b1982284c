package org.postseal.authentication.arc;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.SigningKey;

/**
 * Who seals, and how.
 *
 * @param authservId in whose name the results go into the set
 * @param names the list for {@code h=} of the message signature; empty for our own list
 */
public record SealingProfile(SigningKey key, String authservId, Optional<List<String>> names) {}
