/**
 * Tag lists, the syntax that signatures and key records share.
 *
 * <p>Never: a tag's meaning, a value normalised so that its place in the octets is lost.
 *
 * <p>RFC 6376 §3.2.
 */
@NullMarked
package org.postseal.authentication.taglist;

import org.jspecify.annotations.NullMarked;
