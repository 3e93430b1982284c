/**
 * Where lines and content begin and end: for a server command lines and the end of the content, for
 * a client transparency.
 *
 * <p>Never: a line end other than CRLF, an end of content other than {@code CRLF . CRLF}, I/O.
 *
 * <p>RFC 5321 §2.3.8, §4.1.1.4, §4.5.2 and §4.5.3.1.
 */
@NullMarked
package org.postseal.smtp.framing;

import org.jspecify.annotations.NullMarked;
