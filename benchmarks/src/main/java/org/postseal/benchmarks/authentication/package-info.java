/**
 * How fast signatures are made and verified, digests included.
 *
 * <p>Never: a DNS question or a file; what is measured is computation alone.
 */
@NullMarked
package org.postseal.benchmarks.authentication;

import org.jspecify.annotations.NullMarked;
