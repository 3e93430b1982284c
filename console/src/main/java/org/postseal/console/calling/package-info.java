/**
 * The console as a client of the relay's and the registry's HTTP APIs: with its own token, and
 * saying for whom it asks. What goes wrong there is one sentence for people.
 *
 * <p>Never: a decision of its own about who may do what; the other service decides.
 */
@NullMarked
package org.postseal.console.calling;

import org.jspecify.annotations.NullMarked;
