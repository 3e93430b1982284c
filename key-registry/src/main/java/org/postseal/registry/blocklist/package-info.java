/**
 * The blocklist as text: lines to import and to export, plain or as a zone of a DNS blocklist.
 *
 * <p>Never: Kafka, HTTP, or a decision what changes.
 *
 * <p>RFC 5782 (DNS blocklists), RFC 1035 §5 (zone files).
 */
@NullMarked
package org.postseal.registry.blocklist;

import org.jspecify.annotations.NullMarked;
