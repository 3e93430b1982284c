/**
 * {@code postseal send}: one message submitted as a mail program would, with the dialogue shown.
 *
 * <p>Never: a retry, a queue, or a password in what is shown.
 *
 * <p>RFC 6409, RFC 4954, RFC 3207, RFC 8314 §3.3.
 */
@NullMarked
package org.postseal.commandline.submission;

import org.jspecify.annotations.NullMarked;
