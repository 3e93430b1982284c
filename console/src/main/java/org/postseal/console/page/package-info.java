/**
 * The pages: made on the server, without scripts, and shown to whoever signed in by the link in the
 * data directory.
 *
 * <p>Never: text of a message that is not escaped.
 */
@NullMarked
package org.postseal.console.page;

import org.jspecify.annotations.NullMarked;
