/**
 * What is installed elsewhere, tried as it is.
 *
 * <p>Never: a class of the project's own but the DNS server of tests.
 */
@NullMarked
package org.postseal.distribution;

import org.jspecify.annotations.NullMarked;
