/**
 * The registry beside other people's DNS programs, as Debian packages them: run by {@code
 * ./postseal test --interop}, each with a configuration of its own on loopback.
 */
@NullMarked
package org.postseal.registry.interop;

import org.jspecify.annotations.NullMarked;
