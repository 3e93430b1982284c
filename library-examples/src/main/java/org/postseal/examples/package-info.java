/**
 * The examples of the libraries' READMEs, compiled against what the libraries' modules export.
 *
 * <p>Never: anything that the libraries do not offer to everybody, a test's own tools.
 *
 * <p>What stands between {@code // README: NAME} and {@code // README: end} is shown there.
 */
@NullMarked
package org.postseal.examples;

import org.jspecify.annotations.NullMarked;
