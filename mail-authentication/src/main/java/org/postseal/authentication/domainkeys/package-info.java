/**
 * DomainKeys, DKIM's predecessor: verified and reported for mail that still carries it.
 *
 * <p>Never: signing, a pass that counts for DMARC, a policy that anything but a report depends on.
 *
 * <p>RFC 4870 and draft-delany-domainkeys-base-01.
 */
@NullMarked
package org.postseal.authentication.domainkeys;

import org.jspecify.annotations.NullMarked;
