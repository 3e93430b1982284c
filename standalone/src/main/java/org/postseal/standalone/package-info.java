/**
 * The whole gateway in one process: an embedded broker first, then every service, and the broker
 * stopped last.
 *
 * <p>Never: anything about mail. A decision or a reply that is made here is in the wrong place.
 */
@NullMarked
package org.postseal.standalone;

import org.jspecify.annotations.NullMarked;
