/**
 * Documents held to the source: what they name is there.
 *
 * <p>Never: a process started, a judgement whether a sentence is true.
 */
@NullMarked
package org.postseal.endtoend.documentation;

import org.jspecify.annotations.NullMarked;
