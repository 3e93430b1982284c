/**
 * The Sender Policy Framework: records, macros, {@code check_host()} and the {@code Received-SPF}
 * field.
 *
 * <p>Never: a packet (all questions go through {@link org.postseal.authentication.dns.Dns}), a
 * decision about the message, a question of type SPF (RFC 7208 §3.1 retired it).
 *
 * <p>RFC 7208 with the section of each rule beside it; RFC 8616 §4 (internationalised names).
 */
@NullMarked
package org.postseal.authentication.spf;

import org.jspecify.annotations.NullMarked;
