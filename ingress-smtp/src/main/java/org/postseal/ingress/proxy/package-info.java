/**
 * Who may say in whose name a connection comes: load balancers with a PROXY header, and proxies
 * with XCLIENT.
 *
 * <p>Never: the header itself; see {@code org.postseal.smtp.proxy}.
 */
@NullMarked
package org.postseal.ingress.proxy;

import org.jspecify.annotations.NullMarked;
