/**
 * What is said about settings before a process starts: keys that nobody knows, values that cannot
 * be read, settings that contradict each other, files that cannot be used. A line each, and no
 * start.
 *
 * <p>Never: a service's own rules. They stand beside its settings, and are found by {@link
 * java.util.ServiceLoader}.
 */
@NullMarked
package org.postseal.settings;

import org.jspecify.annotations.NullMarked;
