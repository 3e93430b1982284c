/**
 * Questions to the index: messages by what is known of them, one message with its time line, and
 * counts; as JSON below {@code /api/console/v1}.
 *
 * <p>Never: a write to the index.
 */
@NullMarked
package org.postseal.console.search;

import org.jspecify.annotations.NullMarked;
