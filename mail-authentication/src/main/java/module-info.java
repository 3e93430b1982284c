/**
 * Who sent a message, as far as that can be proven: DKIM, DomainKeys, SPF, DMARC and ARC. Pure: no
 * framework, no socket, no file, no clock of its own but the two doors' default.
 *
 * <p>Begin at {@link org.postseal.authentication.Evaluator} and {@link
 * org.postseal.authentication.Signer}. The DNS is a port, {@link org.postseal.authentication.dns}.
 * What is not exported may change with any version.
 */
@SuppressWarnings("requires-automatic") // ICU has a name and no module descriptor
module org.postseal.authentication {
  requires static transitive org.jspecify;
  requires com.ibm.icu;

  exports org.postseal.authentication;
  exports org.postseal.authentication.arc;
  exports org.postseal.authentication.authresults;
  exports org.postseal.authentication.dkim;
  exports org.postseal.authentication.dmarc;
  exports org.postseal.authentication.dns;
  exports org.postseal.authentication.domainkeys;
  exports org.postseal.authentication.message;
  exports org.postseal.authentication.spf;
}
