/**
 * The settings of the console, the service that shows operators what happens.
 *
 * <p>Never: behaviour; that lives in the packages below.
 */
@NullMarked
package org.postseal.console;

import org.jspecify.annotations.NullMarked;
