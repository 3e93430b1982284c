/**
 * The key registry as a service: its settings, and how its parts are put together.
 *
 * <p>Never: a rule about keys, domains or lookups; those live in the packages below.
 */
@NullMarked
package org.postseal.registry;

import org.jspecify.annotations.NullMarked;
