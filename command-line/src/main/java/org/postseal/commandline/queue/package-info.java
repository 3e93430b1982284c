/**
 * {@code postseal queue} and {@code postseal quarantine}: what operators do with mail that waits,
 * is held or is quarantined, over the relay's HTTP API.
 *
 * <p>Never: a topic; the relay reads and writes those.
 */
@NullMarked
package org.postseal.commandline.queue;

import org.jspecify.annotations.NullMarked;
