package org.postseal.registry.asking;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.ReadingLimits;
import org.postseal.smtpclient.ExchangerQuestions;
import org.postseal.smtpclient.HostPace;
import org.postseal.smtpclient.wellknown.WellKnownDocuments;
import org.postseal.topics.PolicyPin;

/**
 * How real domains can be asked.
 *
 * @param order the ways that are used; the first that answers is the only one
 * @param exchangers asked with {@code XSIGNPOL}
 * @param documents where the twin is
 * @param reading what is read of the twin's document
 */
public record Ways(
    List<PolicyPin.Source> order,
    ExchangerQuestions exchangers,
    WellKnownDocuments documents,
    ReadingLimits reading) {

  public Ways {
    order = List.copyOf(order);
  }

  /** Hosts at their pace, each asked so often in a minute; so many are remembered. */
  public static ExchangerQuestions.Pace pace(HostPace hosts, int perMinute, int names) {
    return new ExchangerQuestions.Pace(hosts, new Rates(perMinute, names, System::nanoTime)::allow);
  }

  /**
   * Asks them.
   *
   * @param dns for what it has under the names of keys and policies
   * @param ours the domains that are never asked
   */
  public Asking asking(
      Dns dns,
      Pins pins,
      Predicate<DomainName> ours,
      Asking.Limits limits,
      Asking.Observer observer) {
    return new Asking(
        order.stream().map(this::source).toList(),
        dns,
        pins,
        ours,
        new Asking.Manner(limits, InstantSource.system(), new SecureRandom()),
        observer);
  }

  private Source source(PolicyPin.Source name) {
    return switch (name) {
      case SMTP -> new ExchangerSource(exchangers);
      case HTTPS -> new TwinSource(documents::get, reading);
    };
  }
}
