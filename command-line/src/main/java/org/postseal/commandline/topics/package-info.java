/**
 * Topics and access rules on a broker, made as {@link org.postseal.topics.MailTopic} and {@link
 * org.postseal.topics.TopicAccess} declare them.
 *
 * <p>Never: a topic, a setting or a right that is not declared there; the change or removal of
 * anything that exists.
 */
@NullMarked
package org.postseal.commandline.topics;

import org.jspecify.annotations.NullMarked;
