/**
 * {@code postseal up}: its options, and the settings they stand for. The standalone process reads
 * them here; this command line only explains them.
 *
 * <p>Never: a service.
 */
@NullMarked
package org.postseal.commandline.up;

import org.jspecify.annotations.NullMarked;
