package org.postseal.verifier.verification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postseal.authentication.Peer;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.Signer;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcSealer;
import org.postseal.authentication.arc.SealingProfile;
import org.postseal.authentication.arc.SealingResult;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/**
 * A message that nobody sent, with something of everything that is looked at: signatures of both
 * key types, an ARC set, a U-label, an encoded word, results of others; and the DNS that knows it.
 * Its names end in {@code .invalid}, which nobody can have (RFC 2606 §2).
 */
final class RehearsedMail implements Dns {
  static final DomainName AUTHOR = DomainName.of("müller.rehearsal.invalid");
  private static final DomainName SEALER = DomainName.of("sealer.rehearsal.invalid");
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.25");
  private static final Duration TTL = Duration.ofHours(1);
  private static final String SPF =
      "v=spf1 mx include:_spf.%{d2} exists:%{ir}.%{v}.%{d} ip4:192.0.2.0/24 -all";
  private static final String CONTENT =
      """
      Received: from mail.rehearsal.invalid ([192.0.2.25]) by mx.rehearsal.invalid;
       Sun, 29 Nov 2026 08:00:00 +0000
      Authentication-Results: mx.rehearsal.invalid; spf=pass
       smtp.mailfrom=<someone@AUTHOR> (a comment); dkim=none
      List-Id: Rehearsal <list.rehearsal.invalid>
      From: =?utf-8?Q?M=C3=BCller?= (a comment) <someone@AUTHOR>
      To: Everybody <everybody@rehearsal.invalid>
      Subject: rehearsal
      Date: Sun, 29 Nov 2026 08:00:00 +0000
      Message-ID: <rehearsal@AUTHOR>

      Nobody sent this.
      """;

  /** An Ed25519 SubjectPublicKeyInfo ends with the 32 octets that a key record holds. */
  private static final int ED25519_KEY = 32;

  private final Map<DomainName, String> records;
  private final byte[] octets;

  /**
   * Makes the keys, signs and seals: some tenths of a second in a fresh process.
   *
   * @param rsaBits of the RSA key
   */
  RehearsedMail(int rsaBits, Instant now) throws GeneralSecurityException {
    var rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(Math.max(rsaBits, SigningKey.MINIMUM_RSA_BITS));
    var rsaKeys = rsa.generateKeyPair();
    var ed25519Keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String rsaRecord = "v=DKIM1; p=" + base64(rsaKeys.getPublic().getEncoded());
    this.records =
        Map.of(
            keyName("r", AUTHOR),
            rsaRecord,
            keyName("r", SEALER),
            rsaRecord,
            keyName("e", AUTHOR),
            "v=DKIM1; k=ed25519; p=" + base64(ed25519(ed25519Keys)),
            DomainName.of("_dmarc.rehearsal.invalid"),
            "v=DMARC1; p=reject; sp=reject",
            DomainName.of("_spf.rehearsal.invalid"),
            "v=spf1 ip6:2001:db8::/32 ?all",
            AUTHOR,
            SPF);
    var plain = CONTENT.replace("AUTHOR", AUTHOR.ascii()).replace("\n", "\r\n").getBytes(US_ASCII);
    var signed =
        signed(
            plain,
            now,
            key(AUTHOR, "r", SignatureAlgorithm.RSA_SHA256, rsaKeys),
            key(AUTHOR, "e", SignatureAlgorithm.ED25519_SHA256, ed25519Keys));
    this.octets = sealed(signed, key(SEALER, "r", SignatureAlgorithm.RSA_SHA256, rsaKeys), now);
  }

  /** As a verifier is asked about it; nothing of it is kept from one time to the next. */
  ReceivedMessage received() {
    return ReceivedMessage.of(
        digest(MessageDigester.forVerifying(DigestLimits.DEFAULT), octets).finish(),
        Peer.of(CLIENT, "mail." + AUTHOR, "someone@" + AUTHOR));
  }

  private static MessageDigester digest(MessageDigester digester, byte[] octets) {
    digester.update(octets, 0, octets.length);
    return digester;
  }

  private static byte[] signed(byte[] plain, Instant now, SigningKey first, SigningKey second) {
    try {
      return switch (Signer.of(first, second).by(() -> now).sign(new ByteArrayInputStream(plain))) {
        case SigningResult.Signed(var fields) -> onTop(fields, plain);
        case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sealed(byte[] message, SigningKey key, Instant now) {
    var body =
        digest(MessageDigester.forSealing(DigestLimits.DEFAULT), message)
            .finish()
            .bodyDigests()
            .stream()
            .filter(one -> one.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
            .findFirst()
            .orElseThrow();
    var toSeal =
        new ArcSealer.SealedMessage(
            HeaderSection.parse(message), body, List.of("dkim=pass header.d=" + AUTHOR));
    var none = new ArcResult(new ArcOutcome.None(), 0, List.of(), List.of());
    var profile = new SealingProfile(key, SEALER.ascii(), Optional.empty());
    return switch (ArcSealer.seal(toSeal, none, profile, now.getEpochSecond())) {
      case SealingResult.Sealed(var fields) -> onTop(fields, message);
      case SealingResult.Refused(var reason) -> throw new IllegalStateException(reason);
      case SealingResult.LeftAlone() -> throw new IllegalStateException("it has a seal already");
    };
  }

  private static byte[] onTop(List<String> fields, byte[] message) {
    byte[] top = (String.join("\r\n", fields) + "\r\n").getBytes(US_ASCII);
    byte[] whole = Arrays.copyOf(top, top.length + message.length);
    System.arraycopy(message, 0, whole, top.length, message.length);
    return whole;
  }

  private static SigningKey key(
      DomainName domain, String selector, SignatureAlgorithm algorithm, KeyPair keys) {
    return new SigningKey(domain, new Selector(selector), algorithm, keys.getPrivate());
  }

  private static byte[] ed25519(KeyPair keys) {
    byte[] info = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(info, info.length - ED25519_KEY, info.length);
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static DomainName keyName(String selector, DomainName domain) {
    return DomainName.of(selector + "._domainkey." + domain);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return Optional.ofNullable(records.get(name))
        .<DnsAnswer<String>>map(RehearsedMail::found)
        .orElseGet(RehearsedMail::none);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return none();
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return found(new MailExchange(10, DomainName.of("mx.rehearsal.invalid")));
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return none();
  }

  private static <T> DnsAnswer<T> found(T record) {
    return new DnsAnswer.Found<>(List.of(record), TTL, DnssecStatus.NOT_PROVEN);
  }

  private static <T> DnsAnswer<T> none() {
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }
}
