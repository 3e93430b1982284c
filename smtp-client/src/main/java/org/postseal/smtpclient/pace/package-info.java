/**
 * For how long something that failed is left alone: one rule for everybody who has hosts to think
 * of.
 *
 * <p>Never: a clock, a socket, a thread.
 */
@NullMarked
package org.postseal.smtpclient.pace;

import org.jspecify.annotations.NullMarked;
