/**
 * Accounts that are kept elsewhere: in an LDAP directory, which is asked about passwords, and at an
 * OpenID provider, whose tokens are checked here. Blocks; for threads of its own.
 *
 * <p>Never: sessions, mechanisms.
 *
 * <p>RFC 4511 and RFC 4513 (LDAP), RFC 7515, RFC 7519 and RFC 9068 (tokens).
 */
@NullMarked
package org.postseal.accounts.directory;

import org.jspecify.annotations.NullMarked;
