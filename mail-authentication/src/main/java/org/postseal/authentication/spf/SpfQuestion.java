package org.postseal.authentication.spf;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be checked. All of it may come from a stranger as it is.
 *
 * @param client the address of the SMTP client; IPv4-mapped addresses are IPv4 (RFC 7208 §5)
 * @param helo the argument of HELO or EHLO
 * @param reversePath RFC5321.MailFrom without angle brackets, the empty string if it is null
 * @param receiver the name of this host, for {@code %{r}}
 * @param now for {@code %{t}}
 */
public record SpfQuestion(
    InetAddress client,
    Optional<String> helo,
    Optional<String> reversePath,
    String receiver,
    Instant now) {}
