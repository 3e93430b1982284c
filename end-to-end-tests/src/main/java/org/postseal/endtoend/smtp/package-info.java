/**
 * An SMTP client that says exactly what it is told, whether legal or not, and keeps the transcript.
 * It shares no code with the gateway, so that an error in the grammar is not made twice.
 *
 * <p>Never: a retry, or a repair of what the caller wants to send.
 *
 * <p>RFC 5321, RFC 3207, RFC 4954, RFC 8314
 */
@NullMarked
package org.postseal.endtoend.smtp;

import org.jspecify.annotations.NullMarked;
