/**
 * The Authenticated Received Chain: validating the chain a message carries, and adding to it.
 *
 * <p>Never: whom to believe; a chain that validates proves only who sealed it.
 *
 * <p>RFC 8617.
 */
@NullMarked
package org.postseal.authentication.arc;

import org.jspecify.annotations.NullMarked;
