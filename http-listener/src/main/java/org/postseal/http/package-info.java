/**
 * By which names a service's HTTP port is spoken to. Never: what is said there, or who may say it.
 *
 * <p>RFC 9110 §7.2 (Host), RFC 9112 §3.2 (request targets), RFC 9457 (problems).
 */
@NullMarked
package org.postseal.http;

import org.jspecify.annotations.NullMarked;
