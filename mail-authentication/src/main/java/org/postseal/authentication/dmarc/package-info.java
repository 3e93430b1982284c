/**
 * DMARC: policy records, the tree walk through the DNS that finds them, and whether an
 * authenticated domain is aligned with the author domain.
 *
 * <p>Never: a public suffix list, a decision about the message (a policy is the domain owner's
 * wish), a percentage ({@code pct} is gone).
 *
 * <p>RFC 9989 §4.7 (records), §4.10 (tree walk, discovery, alignment), §5.3 (evaluation); the facts
 * that RFC 9990 reports.
 */
@NullMarked
package org.postseal.authentication.dmarc;

import org.jspecify.annotations.NullMarked;
