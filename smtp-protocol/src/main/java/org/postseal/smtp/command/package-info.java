/**
 * SMTP commands as values, and the parser that reads them from the octets of one line.
 *
 * <p>Never: replies, sequence rules, I/O.
 *
 * <p>RFC 5321 §4.1.1; parameters of RFC 1870, 3461, 4954, 6152, 6531 and 8689; BDAT of RFC 3030,
 * STARTTLS of RFC 3207.
 */
@NullMarked
package org.postseal.smtp.command;

import org.jspecify.annotations.NullMarked;
