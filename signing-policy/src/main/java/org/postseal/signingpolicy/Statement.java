package org.postseal.signingpolicy;

import java.util.List;
import org.postseal.authentication.dns.DomainName;

/** What a server states about a domain. Its lines are printable ASCII. */
public sealed interface Statement permits PolicyStatement, KeyStatement {

  /** The domain it is about. */
  DomainName domain();

  /** The text, one element a line, before long lines are cut into chunks. */
  List<String> lines();
}
