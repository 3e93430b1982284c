/**
 * The console's pages in a real browser: what it complains of, what a keyboard reaches, what other
 * sites can do.
 *
 * <p>Never: what can be seen without a browser; that is tested where the pages are made.
 */
@NullMarked
package org.postseal.browser;

import org.jspecify.annotations.NullMarked;
