/**
 * How signer and verifier serve a topic of questions: so many at once, none that nobody waits for,
 * poison to {@code mail.dead-letter}, and an orderly end.
 *
 * <p>Never: what a question says or how it is answered, a framework, a wait for an acknowledgement.
 */
@NullMarked
package org.postseal.answering;

import org.jspecify.annotations.NullMarked;
