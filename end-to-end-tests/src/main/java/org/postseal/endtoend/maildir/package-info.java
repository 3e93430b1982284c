/**
 * A Maildir as a mail reader sees it: what is complete and new.
 *
 * <p>Never: a write.
 */
@NullMarked
package org.postseal.endtoend.maildir;

import org.jspecify.annotations.NullMarked;
