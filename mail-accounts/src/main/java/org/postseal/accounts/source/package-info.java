/**
 * Where accounts come from: the file of accounts, and with it the sources that are kept elsewhere.
 *
 * <p>Never: sessions, mechanisms, settings; threads are this package's own, and no caller blocks.
 *
 * <p>RFC 4954 §4.
 */
@NullMarked
package org.postseal.accounts.source;

import org.jspecify.annotations.NullMarked;
