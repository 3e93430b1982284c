/**
 * The manual of the command line, made from the commands themselves while the project is packaged.
 *
 * <p>Never: a word that the commands' own help does not have.
 */
@NullMarked
package org.postseal.commandline.manual;

import org.jspecify.annotations.NullMarked;
