/**
 * What the broker lets each service do, tried by clients with the certificate of each.
 *
 * <p>Never: rules made here. They come from {@code postseal topics create --acls}.
 */
@NullMarked
package org.postseal.endtoend.access;

import org.jspecify.annotations.NullMarked;
