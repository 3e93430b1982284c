/**
 * Passwords as they are kept: hashes that say whether a password is right, the keys of SCRAM, and
 * what was right a short while ago.
 *
 * <p>Never: files, directories, sessions.
 *
 * <p>RFC 5802 and RFC 7677 (keys of SCRAM).
 */
@NullMarked
package org.postseal.accounts.password;

import org.jspecify.annotations.NullMarked;
