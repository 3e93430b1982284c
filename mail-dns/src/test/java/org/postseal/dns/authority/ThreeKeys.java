package org.postseal.dns.authority;

import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/** One zone with a few names. */
final class ThreeKeys implements TextZones {

  static final DomainName ZONE = DomainName.of("_domainkey.example.com");
  static final String LONG = "v=DKIM1; k=rsa; p=" + "A".repeat(392);
  static final String HUGE = "v=DKIM1; k=rsa; p=" + "A".repeat(1500);

  private static final Map<String, String> TEXTS =
      Map.of(
          "s1._domainkey.example.com",
          LONG,
          "gone._domainkey.example.com",
          "v=DKIM1; k=rsa; p=",
          "a.b._domainkey.example.com",
          "v=DKIM1; p=AAAA",
          "huge._domainkey.example.com",
          HUGE);

  boolean ready = true;

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public Optional<DomainName> zoneHolding(DomainName name) {
    return Optional.of(ZONE).filter(name::isSameOrSubdomainOf);
  }

  @Override
  public At at(DomainName name, DomainName zone) {
    var text = TEXTS.get(name.ascii());
    if (text != null) {
      return new At.Text(text);
    }
    return TEXTS.keySet().stream().anyMatch(other -> other.endsWith("." + name.ascii()))
        ? new At.Nothing()
        : new At.NoSuchName();
  }

  @Override
  public long serial() {
    return (1L << 32) + 7;
  }
}
