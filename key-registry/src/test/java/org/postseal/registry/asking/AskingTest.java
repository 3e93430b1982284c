package org.postseal.registry.asking;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.signingpolicy.KeyPlace;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.PolicyPin;

/** Sources that say what they are told to, a clock that moves when it is told to. */
class AskingTest {
  private static final DomainName DOMAIN = DomainName.of("bank.example");
  private static final Selector SELECTOR = Selector.parse("s1").orElseThrow();
  private static final AskedFor KEY = new AskedFor(DOMAIN, Optional.of(SELECTOR));
  private static final String RECORD = "v=DKIM1; k=rsa; p=AAAA";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Asking.Times TIMES =
      new Asking.Times(
          Duration.ofHours(1),
          Duration.ofDays(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofHours(1));

  private Instant now = Instant.parse("2026-11-29T12:00:00Z");
  private final Kept pins = new Kept();
  private final Texts dns = new Texts();
  private final Scripted smtp = new Scripted(PolicyPin.Source.SMTP);
  private final Scripted https = new Scripted(PolicyPin.Source.HTTPS);
  private final List<Disagreement> alarms = new ArrayList<>();
  private final AtomicInteger shed = new AtomicInteger();

  private final Asking.Observer observer =
      new Asking.Observer() {
        @Override
        public void asked(PolicyPin.Source source, String outcome) {}

        @Override
        public void shed() {
          shed.incrementAndGet();
        }

        @Override
        public void disagree(Disagreement disagreement) {
          alarms.add(disagreement);
        }
      };

  private final Asking asking = asking(new Asking.Limits(TIMES, PATIENCE, 4, 100, 100));

  private Asking asking(Asking.Limits limits) {
    return new Asking(
        List.of(smtp, https),
        dns,
        pins,
        domain -> domain.equals(DomainName.of("ours.example")),
        new Asking.Manner(limits, () -> now, new Random(1)),
        observer);
  }

  /** What a source says, in the order of asking; the last one again and again. */
  private static final class Scripted implements Source {
    private final PolicyPin.Source name;
    private final Deque<Finding> findings = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<CountDownLatch> gates = new ArrayList<>();

    Scripted(PolicyPin.Source name) {
      this.name = name;
    }

    Scripted says(Finding... all) {
      findings.clear();
      findings.addAll(List.of(all));
      return this;
    }

    @Override
    public PolicyPin.Source name() {
      return name;
    }

    @Override
    public Finding ask(AskedFor about) {
      asked.incrementAndGet();
      for (var gate : gates) {
        try {
          gate.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
      synchronized (this) {
        if (findings.isEmpty()) {
          return new Finding.NotOffered("nobody", Optional.empty());
        }
        return findings.size() > 1 ? findings.poll() : findings.getFirst();
      }
    }
  }

  private static final class Kept implements Pins {
    private final Map<DomainName, PolicyPin> pins = new HashMap<>();
    private boolean ready = true;
    private int writes;

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public Optional<PolicyPin> of(DomainName domain) {
      return Optional.ofNullable(pins.get(domain));
    }

    @Override
    public void keep(PolicyPin pin) {
      writes++;
      pins.put(DomainName.of(pin.domain()), pin);
    }

    @Override
    public void forget(DomainName domain) {
      pins.remove(domain);
    }
  }

  private static final class Texts implements Dns {
    private final Map<String, DnsAnswer<String>> texts = new HashMap<>();

    void put(String name, String text) {
      texts.put(
          name,
          new DnsAnswer.Found<>(List.of(text), Duration.ofMinutes(1), DnssecStatus.NOT_PROVEN));
    }

    @Override
    public DnsAnswer<String> txt(DomainName name) {
      return texts.getOrDefault(name.ascii(), new DnsAnswer.NoSuchDomain<>(Duration.ofMinutes(1)));
    }

    @Override
    public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DnsAnswer<DomainName> pointers(InetAddress address) {
      throw new UnsupportedOperationException();
    }
  }

  private static PolicyStatement policy(Promise sign, String id, Duration maxAge) {
    return new PolicyStatement(DOMAIN, sign, Testing.NO, id, maxAge, Set.of(KeyPlace.SMTP));
  }

  private static KeyStatement key(Duration ttl, Optional<LocalDate> next) {
    return new KeyStatement(DOMAIN, SELECTOR, ttl, next, RECORD);
  }

  private static Finding said(TrustLevel trust, Duration ttl) {
    return new Finding.Said(
        Optional.of(policy(Promise.ALL, "1", Duration.ofDays(1))),
        new Finding.Key.Stated(key(ttl, Optional.empty())),
        trust);
  }

  private static Finding said(TrustLevel trust) {
    return said(trust, Duration.ofMinutes(10));
  }

  private static final Finding HIDDEN =
      new Finding.NotOffered("it does not offer it", Optional.of(TrustLevel.T2));
  private static final Finding AWAY = new Finding.NotNow("451 away");

  private Answer ask() {
    return asking.ask(KEY, PATIENCE);
  }

  private static String word(Answer answer) {
    return answer.key().getClass().getSimpleName();
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  /** What was stated before, what the source comes to now, what is known of the key then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pinned | found  | key      | policy | trust
          no     | T3     | Found    | ALL    | T3
          no     | T2     | Found    | ALL    | T2
          no     | T1     | Found    | ALL    | T1
          no     | T0     | Found    | ALL    | T0
          no     | nokey  | None     | ALL    | T2
          no     | hidden | NotSaid  | -      | -
          no     | away   | NotNow   | -      | -
          yes    | T3     | Found    | ALL    | T3
          yes    | T1     | NotNow   | ALL    | T2
          yes    | T0     | NotNow   | ALL    | T2
          yes    | nokey  | None     | ALL    | T2
          yes    | hidden | NotNow   | ALL    | T2
          yes    | away   | NotNow   | ALL    | T2
          """,
      useHeadersInDisplayName = true)
  void whatFollows(String pinned, String found, String key, String policy, String trust) {
    if (pinned.equals("yes")) {
      pins.keep(
          new PolicyPin(
              DOMAIN.ascii(),
              SigningPolicy.ALL,
              false,
              "0",
              PolicyPin.Source.SMTP,
              PolicyPin.Trust.T2,
              now,
              now.plusSeconds(60)));
    }
    smtp.says(
        switch (found) {
          case "hidden" -> HIDDEN;
          case "away" -> AWAY;
          case "nokey" ->
              new Finding.Said(
                  Optional.of(policy(Promise.ALL, "1", Duration.ofDays(1))),
                  new Finding.Key.None("no such key"),
                  TrustLevel.T2);
          default -> said(TrustLevel.valueOf(found));
        });

    var answer = ask();

    assertThat(word(answer)).isEqualTo(key);
    assertThat(answer.policy().map(of -> of.pin().signingPolicy().name()).orElse("-"))
        .isEqualTo(policy);
    assertThat(answer.origin().map(of -> of.trust().name()).orElse("-")).isEqualTo(trust);
  }

  @Test
  void onlyWhoHasProvenHimselfIsPinned() {
    smtp.says(said(TrustLevel.T1));
    ask();
    assertThat(pins.pins).isEmpty();
    later(Duration.ofMinutes(11));
    smtp.says(said(TrustLevel.T3));
    ask();
    assertThat(pins.pins.get(DOMAIN))
        .isEqualTo(
            new PolicyPin(
                DOMAIN.ascii(),
                SigningPolicy.ALL,
                false,
                "1",
                PolicyPin.Source.SMTP,
                PolicyPin.Trust.T3,
                now,
                now.plus(Duration.ofDays(1))));
  }

  @Test
  void aDomainIsHeldToItNoLongerThan30Days() {
    smtp.says(
        new Finding.Said(
            Optional.of(policy(Promise.ALL, "1", Duration.ofDays(300))),
            new Finding.Key.None("no such key"),
            TrustLevel.T2));
    ask();
    assertThat(pins.pins.get(DOMAIN).expires()).isEqualTo(now.plus(Duration.ofDays(30)));
    later(Duration.ofDays(30));
    smtp.says(HIDDEN);
    assertThat(word(ask())).isEqualTo("NotSaid");
    assertThat(asking.pinned(DOMAIN)).isEmpty();
  }

  @Test
  void aDomainMayTakeItsPolicyBackAndChangeIt() {
    smtp.says(said(TrustLevel.T2, Duration.ZERO));
    ask();
    smtp.says(
        new Finding.Said(
            Optional.of(policy(Promise.SOME, "2", Duration.ofDays(1))),
            new Finding.Key.None("no"),
            TrustLevel.T2));
    ask();
    assertThat(pins.pins.get(DOMAIN).signingPolicy()).isEqualTo(SigningPolicy.SOME);
    later(Duration.ofMinutes(5));
    smtp.says(
        new Finding.Said(
            Optional.of(policy(Promise.ALL, "3", Duration.ZERO)),
            new Finding.Key.None("no"),
            TrustLevel.T2));
    assertThat(ask().policy()).isEmpty();
    assertThat(pins.pins).isEmpty();
  }

  @Test
  void aRefusalLetsNobodyGo() {
    smtp.says(said(TrustLevel.T2, Duration.ZERO));
    ask();
    smtp.says(new Finding.Said(Optional.empty(), new Finding.Key.None("no"), TrustLevel.T2));
    assertThat(ask().policy()).isPresent();
    assertThat(pins.pins).containsKey(DOMAIN);
  }

  @Test
  void whatTheDnsAnnouncesCannotBeHidden() {
    dns.put("_signpol.bank.example", "v=SIGNPOL1; id=7");
    smtp.says(HIDDEN);
    assertThat(word(ask())).isEqualTo("NotNow");
  }

  @Test
  void aPinIsNotWrittenWithEveryQuestion() {
    smtp.says(said(TrustLevel.T2, Duration.ZERO));
    for (int i = 0; i < 10; i++) {
      ask();
    }
    assertThat(pins.writes).isEqualTo(1);
    later(Duration.ofHours(1));
    ask();
    assertThat(pins.writes).isEqualTo(2);
  }

  @Test
  void keysAreKeptForTheirTimeAndNoLongerThanAnHour() {
    smtp.says(said(TrustLevel.T2, Duration.ofHours(9)));
    ask();
    later(Duration.ofMinutes(59));
    ask();
    assertThat(smtp.asked).hasValue(1);
    later(Duration.ofMinutes(2));
    ask();
    assertThat(smtp.asked).hasValue(2);
    // stale keys are not served
    later(Duration.ofMinutes(61));
    smtp.says(AWAY);
    assertThat(word(ask())).isEqualTo("NotNow");
  }

  @Test
  void aKeyIsNotKeptBeyondTheDayOfTheNext() {
    var tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
    later(Duration.ofHours(11).plusMinutes(50));
    smtp.says(
        new Finding.Said(
            Optional.empty(),
            new Finding.Key.Stated(key(Duration.ofHours(1), Optional.of(tomorrow))),
            TrustLevel.T2));
    assertThat(ask().ttl()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void nothingIsKeptForFiveMinutesAndFailuresForOne() {
    smtp.says(HIDDEN);
    assertThat(ask().ttl()).isEqualTo(Duration.ofMinutes(5));
    later(Duration.ofMinutes(5));
    smtp.says(AWAY);
    for (int i = 0; i < 20; i++) {
      assertThat(ask().ttl()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
      later(Duration.ofSeconds(61));
    }
    assertThat(smtp.asked).hasValue(21);
  }

  @Test
  void aPolicyIsServedStaleWhileItIsPinned() {
    smtp.says(said(TrustLevel.T3, Duration.ZERO));
    ask();
    var policy = AskedFor.policyOf(DOMAIN);
    assertThat(asking.ask(policy, PATIENCE).policy()).isPresent();
    assertThat(smtp.asked).as("stated a moment ago").hasValue(1);
    later(Duration.ofHours(2));
    smtp.says(AWAY);
    assertThat(asking.ask(policy, PATIENCE).policy()).isPresent();
    assertThat(smtp.asked).hasValue(2);
    later(Duration.ofHours(23));
    assertThat(asking.ask(policy, PATIENCE).policy()).isEmpty();
  }

  /** What this replica remembers must not outlive what another has heard. */
  @Test
  void whatAnotherReplicaHearsEndsWhatIsRemembered() {
    smtp.says(HIDDEN);
    assertThat(ask().policy()).isEmpty();
    assertThat(smtp.asked).hasValue(1);
    pins.pins.put(DOMAIN, pin(SigningPolicy.ALL, "1"));
    var hidden = ask();
    assertThat(hidden.key()).isInstanceOf(Answer.Key.NotNow.class);
    assertThat(hidden.policy()).isPresent();

    smtp.says(said(TrustLevel.T2));
    later(Duration.ofMinutes(2));
    assertThat(ask().key()).isInstanceOf(Answer.Key.Found.class);
    int asked = smtp.asked.get();
    pins.pins.put(DOMAIN, pin(SigningPolicy.SOME, "2"));
    ask();
    assertThat(smtp.asked).as("another policy").hasValue(asked + 1);
    pins.pins.remove(DOMAIN);
    ask();
    assertThat(smtp.asked).as("taken back").hasValue(asked + 2);
    ask();
    assertThat(smtp.asked).as("nothing new").hasValue(asked + 2);
  }

  /** The same, said again, is nothing new; nor does a pin that has no room make us ask for ever. */
  @Test
  void whatIsSaidAgainEndsNothing() {
    smtp.says(said(TrustLevel.T2));
    ask();
    var held = pins.of(DOMAIN).orElseThrow();
    pins.pins.put(
        DOMAIN,
        new PolicyPin(
            held.domain(),
            held.signingPolicy(),
            held.testing(),
            held.id(),
            held.source(),
            held.trust(),
            held.seen().plusSeconds(60),
            held.expires().plusSeconds(60)));
    ask();
    assertThat(smtp.asked).hasValue(1);
  }

  private PolicyPin pin(SigningPolicy policy, String id) {
    return new PolicyPin(
        DOMAIN.ascii(),
        policy,
        false,
        id,
        PolicyPin.Source.SMTP,
        PolicyPin.Trust.T2,
        now,
        now.plus(Duration.ofDays(1)));
  }

  /** One source an answer: the next is asked only if the one before says nothing. */
  @Test
  void theFirstSourceThatAnswersIsTheOnlyOne() {
    smtp.says(said(TrustLevel.T1));
    https.says(said(TrustLevel.T2));
    assertThat(ask().origin()).contains(new Answer.Origin(PolicyPin.Source.SMTP, TrustLevel.T1));
    assertThat(https.asked).hasValue(0);
    for (var silent : List.of(HIDDEN, AWAY)) {
      later(Duration.ofHours(2));
      pins.pins.clear();
      smtp.says(silent);
      assertThat(ask().origin()).contains(new Answer.Origin(PolicyPin.Source.HTTPS, TrustLevel.T2));
    }
  }

  @Test
  void whatWasAwayIsToldAndNotWhatIsNotThere() {
    smtp.says(AWAY);
    https.says(HIDDEN);
    assertThat(word(ask())).isEqualTo("NotNow");
  }

  @Test
  void sourcesThatDisagreeAreAnAlarmAndNoKey() {
    dns.put("s1._domainkey.bank.example", "v=DKIM1; k=rsa; p=BBBB");
    smtp.says(said(TrustLevel.T2));
    assertThat(word(ask())).isEqualTo("Contradicted");
    assertThat(alarms)
        .containsExactly(new Disagreement(DOMAIN, SELECTOR, PolicyPin.Source.SMTP, TrustLevel.T2));
    ask();
    assertThat(alarms).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'v=DKIM1; k=rsa; p=AAAA', Found",
    "'k=rsa;p= AA AA', Found",
    "'v=DKIM1; k=rsa; p=', Contradicted",
    "'v=spf1 -all', Found",
  })
  void theDnsMayHaveTheSame(String text, String key) {
    dns.put("s1._domainkey.bank.example", text);
    smtp.says(said(TrustLevel.T2));
    assertThat(word(ask())).isEqualTo(key.equals("Found") ? "Found" : key);
  }

  @Test
  void whileTheDnsIsSilentNobodyKnowsWhetherTheyAgree() {
    dns.texts.put("s1._domainkey.bank.example", new DnsAnswer.Unavailable<>("SERVFAIL"));
    smtp.says(said(TrustLevel.T3));
    assertThat(word(ask())).isEqualTo("NotNow");
  }

  @Test
  void ourOwnDomainsAreNotAsked() {
    var ours = new AskedFor(DomainName.of("ours.example"), Optional.of(SELECTOR));
    assertThat(word(asking.ask(ours, PATIENCE))).isEqualTo("NotSaid");
    assertThat(smtp.asked).hasValue(0);
  }

  @Test
  void nobodyIsAskedBeforePinsAreRead() {
    pins.ready = false;
    smtp.says(said(TrustLevel.T3));
    assertThat(word(ask())).isEqualTo("NotNow");
    assertThat(smtp.asked).hasValue(0);
  }

  @Test
  void manyWhoWantTheSameMakeOneQuestion() throws Exception {
    var gate = new CountDownLatch(1);
    smtp.gates.add(gate);
    smtp.says(said(TrustLevel.T2));
    assertThat(word(asking.ask(KEY, Duration.ofMillis(10)))).isEqualTo("Pending");
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Answer>>();
      for (int i = 0; i < 50; i++) {
        all.add(many.submit(this::ask));
      }
      gate.countDown();
      for (var one : all) {
        assertThat(word(one.get())).isEqualTo("Found");
      }
    }
    assertThat(smtp.asked).hasValue(1);
    assertThat(asking.open()).isZero();
  }

  @Test
  void aSourceWithoutEndCostsItsBudget() {
    smtp.gates.add(new CountDownLatch(1));
    var hasty = asking(new Asking.Limits(TIMES, Duration.ofMillis(100), 4, 100, 100));
    assertThat(word(hasty.ask(KEY, PATIENCE))).isEqualTo("NotNow");
    smtp.gates.forEach(CountDownLatch::countDown);
  }

  @Test
  void whatIsTooMuchIsNotAsked() {
    smtp.says(said(TrustLevel.T2, Duration.ZERO));
    var careful = asking(new Asking.Limits(TIMES, PATIENCE, 4, 3, 100));
    for (int i = 0; i < 3; i++) {
      assertThat(word(careful.ask(KEY, PATIENCE))).isEqualTo("Found");
    }
    assertThat(word(careful.ask(KEY, PATIENCE))).isEqualTo("NotNow");
    assertThat(smtp.asked).hasValue(3);
    assertThat(shed).hasValue(1);
    var gate = new CountDownLatch(1);
    smtp.gates.add(gate);
    var narrow = asking(new Asking.Limits(TIMES, PATIENCE, 1, 100, 100));
    assertThat(word(narrow.ask(KEY, Duration.ZERO))).isEqualTo("Pending");
    var other = new AskedFor(DomainName.of("other.example"), Optional.of(SELECTOR));
    assertThat(word(narrow.ask(other, PATIENCE))).isEqualTo("NotNow");
    gate.countDown();
  }

  @Test
  void memoryIsBounded() {
    var small = asking(new Asking.Limits(TIMES, PATIENCE, 4, 100, 10));
    for (int i = 0; i < 100; i++) {
      small.ask(new AskedFor(DomainName.of("d" + i + ".example"), Optional.empty()), PATIENCE);
    }
    assertThat(small.kept()).isEqualTo(10);
  }

  @Test
  void tokensComeBackAtAnEvenPace() {
    var time = new long[] {0};
    var rates = new Rates(6, 2, () -> time[0]);
    for (int i = 0; i < 6; i++) {
      assertThat(rates.allow("a")).isTrue();
    }
    assertThat(rates.allow("a")).isFalse();
    assertThat(rates.allow("b")).isTrue();
    time[0] = Duration.ofSeconds(10).toNanos();
    assertThat(rates.allow("a")).isTrue();
    assertThat(rates.allow("a")).isFalse();
  }
}
