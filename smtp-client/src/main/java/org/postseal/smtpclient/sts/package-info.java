/**
 * MTA-STS: what a domain says about TLS with its mail exchangers, fetched from it over HTTPS and
 * remembered.
 *
 * <p>Never: a dialogue with a next hop, what the policy is worth in one.
 *
 * <p>RFC 8461.
 */
@NullMarked
package org.postseal.smtpclient.sts;

import org.jspecify.annotations.NullMarked;
