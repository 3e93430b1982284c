/**
 * The index: what the event topics say, as rows that can be searched. Everything in it comes from
 * the topics and can be read from them again.
 *
 * <p>Never: a decision about mail, or a write to a topic.
 */
@NullMarked
package org.postseal.console.index;

import org.jspecify.annotations.NullMarked;
