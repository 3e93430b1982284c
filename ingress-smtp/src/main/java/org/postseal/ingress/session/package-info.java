/**
 * The SMTP session as a state machine: commands and outcomes in, replies and actions out. Also the
 * ports through which a message is verified, signed, stored and reported.
 *
 * <p>Never: sockets, threads, clocks, Kafka.
 *
 * <p>RFC 5321 §3, §4.1.4 and §4.3.2; RFC 3207; RFC 4954; RFC 1870; RFC 2034; RFC 2920; RFC 6152.
 */
@NullMarked
package org.postseal.ingress.session;

import org.jspecify.annotations.NullMarked;
