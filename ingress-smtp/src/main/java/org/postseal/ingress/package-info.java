/**
 * The settings of the ingress.
 *
 * <p>Never: behaviour; that lives in the packages below.
 *
 * <p>RFC 5321 §4.5.3 (limits and timeouts).
 */
@NullMarked
package org.postseal.ingress;

import org.jspecify.annotations.NullMarked;
