/**
 * {@code postseal accounts}: who may submit mail, in the file that the ingress reads.
 *
 * <p>Never: a password in a file, on a command line or in a log.
 */
@NullMarked
package org.postseal.commandline.accounts;

import org.jspecify.annotations.NullMarked;
