/**
 * How commands speak with the services' HTTP APIs, and print what these answer.
 *
 * <p>Never: what is asked of which service.
 */
@NullMarked
package org.postseal.commandline.service;

import org.jspecify.annotations.NullMarked;
