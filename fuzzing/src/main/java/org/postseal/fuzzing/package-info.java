/**
 * One attack for each parser: octets in, and what must hold whatever they are.
 *
 * <p>Never: a sample of anybody's mail, an assertion that some input breaks by design, a word of
 * the fuzzer's own API (it calls {@link org.postseal.fuzzing.Harness} by name).
 *
 * <p>The grammars of RFC 5321, 5322, 6376, 7208, 8601, 8617 and 9989.
 */
@NullMarked
package org.postseal.fuzzing;

import org.jspecify.annotations.NullMarked;
