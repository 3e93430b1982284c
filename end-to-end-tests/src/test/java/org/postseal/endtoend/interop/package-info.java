/**
 * The gateway against other people's programs: foreign witnesses that share no line with it.
 *
 * <p>Never: run by default. The programs are Debian packages; {@code ./postseal test --interop}
 * installs them.
 */
@NullMarked
package org.postseal.endtoend.interop;

import org.jspecify.annotations.NullMarked;
