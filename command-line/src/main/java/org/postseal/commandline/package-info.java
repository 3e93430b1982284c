/**
 * What {@code ./postseal} runs besides services: the evaluation of messages from files, signing
 * them, and the administration of keys and domains over HTTP.
 *
 * <p>Never: a check or a decision of its own; the services' code makes them.
 */
@NullMarked
package org.postseal.commandline;

import org.jspecify.annotations.NullMarked;
