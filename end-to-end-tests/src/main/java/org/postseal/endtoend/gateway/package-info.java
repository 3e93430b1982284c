/**
 * A gateway, or one of its services, as an operating-system process: started with settings, watched
 * until it is ready, stopped, killed, started again on the same ports.
 *
 * <p>Never: a look inside the process. What cannot be seen through its ports and files is not seen.
 */
@NullMarked
package org.postseal.endtoend.gateway;

import org.jspecify.annotations.NullMarked;
