/**
 * Puts the rooms of the ingress together as the settings say, and drains them at the end.
 *
 * <p>Never: decisions, octets.
 *
 * <p>RFC 5321 §4.5.3.2.
 */
@NullMarked
package org.postseal.ingress.wiring;

import org.jspecify.annotations.NullMarked;
