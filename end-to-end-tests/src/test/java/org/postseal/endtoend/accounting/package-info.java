/**
 * That the books find what is wrong with a run, each thing by itself.
 *
 * <p>Never: a process.
 */
@NullMarked
package org.postseal.endtoend.accounting;

import org.jspecify.annotations.NullMarked;
