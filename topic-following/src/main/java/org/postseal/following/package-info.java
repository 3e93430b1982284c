/**
 * Following Kafka topics for as long as a process lives: a supervised loop that begins anew
 * whatever ends it, whose standstill is a matter of liveness; and, for records that are work, which
 * of them are finished, told to Kafka record by record.
 *
 * <p>Never: what a record means; a loop that ends without a word; an offset committed for a record
 * nobody has finished.
 */
@NullMarked
package org.postseal.following;

import org.jspecify.annotations.NullMarked;
