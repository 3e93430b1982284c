package org.postseal.accounts.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.accounts.sasl.ElytronClient.Person;
import org.postseal.accounts.source.AccountsFile;

class MechanismsTest {
  private static final byte[] EXPORTED = {1, 2, 3};
  private static final byte[] END_POINT = {4, 5, 6, 7};
  private static final AccountsFile ACCOUNTS =
      AccountsFile.parse(
          List.of(
              AccountsFile.line("alice", "wonderland", List.of("alice@example.com")),
              AccountsFile.line("ünal, b=c", "pass,=wörd", List.of("@example.org"))));

  private final Mechanisms mechanisms = offering(EnumSet.allOf(Evidence.class));

  private static Mechanisms offering(Set<Evidence> evidence) {
    return new Mechanisms(() -> evidence, EnumSet.allOf(Mechanism.class), () -> "servernonce");
  }

  private record Channel(Map<String, byte[]> bindings, Optional<String> clientName)
      implements SecureChannel {
    @Override
    public String words() {
      return "TLSv1.3 TLS_AES_256_GCM_SHA384";
    }

    @Override
    public Optional<byte[]> bindingData(String type) {
      return Optional.ofNullable(bindings.get(type));
    }
  }

  private static final Channel CHANNEL =
      new Channel(
          Map.of("tls-exporter", EXPORTED, "tls-server-end-point", END_POINT),
          Optional.of("alice"));

  /** Answers questions until there is something for the client, or the end. */
  private static SaslStep settle(SaslStep step) {
    var at = step;
    while (at instanceof SaslStep.Ask(var question, var next)) {
      at = next.apply(answer(question));
    }
    return at;
  }

  private static AccountAnswer answer(AccountQuestion question) {
    return switch (question) {
      case AccountQuestion.Password(var name, var password) ->
          AccountAnswer.of(ACCOUNTS.authenticate(name, password));
      case AccountQuestion.Keys(var name) ->
          new AccountAnswer(ACCOUNTS.find(name), Optional.of(ACCOUNTS.scramKeys(name)));
      case AccountQuestion.Token(_, var token) ->
          AccountAnswer.of(token.equals("t0ken") ? ACCOUNTS.find("alice") : Optional.empty());
      case AccountQuestion.Certificate(var name) -> AccountAnswer.of(ACCOUNTS.find(name));
    };
  }

  private SaslStep begin(String mechanism, String initial) {
    return settle(mechanisms.begin(mechanism, CHANNEL, Optional.of(utf8(initial))).orElseThrow());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The whole exchange with a foreign client, which also has to be content with us. */
  private SaslStep converse(String mechanism, Person person) throws SaslException {
    SaslClient client = ElytronClient.of(mechanism, person);
    var step = settle(mechanisms.begin(mechanism, CHANNEL, Optional.empty()).orElseThrow());
    while (step instanceof SaslStep.Challenge(var octets, var next)) {
      step = settle(next.respond(say(client, octets)));
    }
    if (step instanceof SaslStep.Authenticated) {
      assertThat(client.isComplete()).isTrue();
    }
    return step;
  }

  private static byte[] say(SaslClient client, byte[] challenge) throws SaslException {
    var said = client.evaluateChallenge(challenge);
    return said == null ? new byte[0] : said;
  }

  private static void assertIs(SaslStep step, String name) {
    assertThat(step)
        .isInstanceOfSatisfying(
            SaslStep.Authenticated.class,
            done -> assertThat(done.account().name()).isEqualTo(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
  void aForeignClientIsRecognised(String mechanism) throws SaslException {
    assertIs(converse(mechanism, Person.of("alice", "wonderland")), "alice");
    assertIs(converse(mechanism, Person.of("ünal, b=c", "pass,=wörd")), "ünal, b=c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
  void aForeignClientWithAWrongPasswordOrNameIsNot(String mechanism) throws SaslException {
    assertThat(converse(mechanism, Person.of("alice", "Wonderland")))
        .isInstanceOf(SaslStep.Wrong.class);
    assertThat(converse(mechanism, Person.of("bob", "wonderland")))
        .isInstanceOf(SaslStep.Wrong.class);
  }

  @Test
  void aForeignClientBindsToEitherKindOfChannel() throws SaslException {
    var alice = Person.of("alice", "wonderland");
    assertIs(converse("SCRAM-SHA-256-PLUS", alice.seeing("tls-exporter", EXPORTED)), "alice");
    assertIs(
        converse("SCRAM-SHA-256-PLUS", alice.seeing("tls-server-end-point", END_POINT)), "alice");
  }

  @Test
  void whoSitsInBetweenIsFound() throws SaslException {
    var alice = Person.of("alice", "wonderland");
    assertThat(converse("SCRAM-SHA-256-PLUS", alice.seeing("tls-exporter", END_POINT)))
        .isInstanceOf(SaslStep.Wrong.class);
    assertThat(converse("SCRAM-SHA-256-PLUS", alice.seeing("tls-unique", EXPORTED)))
        .isInstanceOf(SaslStep.Wrong.class);
  }

  /** RFC 5802 §6: {@code y} says that we do not offer PLUS; we do, so somebody took it away. */
  @Test
  void aRemovedAnnouncementIsFound() {
    assertThat(begin("SCRAM-SHA-256", "y,,n=alice,r=abc")).isInstanceOf(SaslStep.Wrong.class);
    assertThat(begin("SCRAM-SHA-256", "n,,n=alice,r=abc")).isInstanceOf(SaslStep.Challenge.class);
    assertThat(begin("SCRAM-SHA-256", "p=tls-exporter,,n=alice,r=abc"))
        .isInstanceOf(SaslStep.Wrong.class);
    assertThat(begin("SCRAM-SHA-256-PLUS", "n,,n=alice,r=abc")).isInstanceOf(SaslStep.Wrong.class);
    var withoutPlus = new Channel(Map.of(), Optional.empty());
    assertThat(
            settle(
                mechanisms
                    .begin("SCRAM-SHA-256", withoutPlus, Optional.of(utf8("y,,n=alice,r=abc")))
                    .orElseThrow()))
        .isInstanceOf(SaslStep.Challenge.class);
  }

  /** The exchange of RFC 7677 §3, octet by octet. */
  @Test
  void speaksAsInRfc7677() {
    var accounts =
        AccountsFile.parse(
            List.of(
                "user:SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
                    + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                    + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=:user@example.com"));
    var rfc =
        new Mechanisms(
            () -> EnumSet.of(Evidence.SCRAM_KEYS),
            EnumSet.of(Mechanism.SCRAM_SHA_256),
            () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    var ask =
        (SaslStep.Ask)
            rfc.begin(
                    "SCRAM-SHA-256", CHANNEL, Optional.of(utf8("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")))
                .orElseThrow();
    var first =
        (SaslStep.Challenge)
            ask.next()
                .apply(
                    new AccountAnswer(
                        accounts.find("user"), Optional.of(accounts.scramKeys("user"))));
    assertThat(new String(first.octets(), StandardCharsets.UTF_8))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    var last =
        (SaslStep.Challenge)
            first
                .next()
                .respond(
                    utf8(
                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    assertThat(new String(last.octets(), StandardCharsets.UTF_8))
        .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assertIs(last.next().respond(new byte[0]), "user");
    assertThat(last.next().respond(utf8("x"))).isInstanceOf(SaslStep.Malformed.class);
  }

  @Test
  void nobodysKeysLookLikeSomebodys() {
    var once = challenge("n,,n=nobody,r=abc");
    assertThat(challenge("n,,n=nobody,r=abc")).as("the same again").isEqualTo(once);
    assertThat(challenge("n,,n=nobody2,r=abc")).isNotEqualTo(once);
    assertThat(once).hasSameSizeAs(challenge("n,,n=alice,r=abc")).contains(",i=60000");
  }

  private String challenge(String initial) {
    var step = (SaslStep.Challenge) begin("SCRAM-SHA-256", initial);
    return new String(step.octets(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,",
        "n,,",
        "n,,n=alice",
        "n,,n=,r=abc",
        "n,,r=abc,n=alice",
        "x,,n=alice,r=abc",
        "n,,m=x,n=alice,r=abc",
        "n,,n=ali=ce,r=abc",
        "n,,n=alice,r=",
        "n,,n=alice,r=a b",
        "n,b=x,n=alice,r=abc",
        "p=,,n=alice,r=abc"
      })
  void aMalformedFirstMessageIsMalformed(String message) {
    assertThat(begin("SCRAM-SHA-256", message)).isInstanceOf(SaslStep.Malformed.class);
  }

  @Test
  void aNonceThatIsNotOursIsRefused() {
    var first = (SaslStep.Challenge) begin("SCRAM-SHA-256", "n,,n=alice,r=abc");
    var proof = ",p=" + Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(first.next().respond(utf8("c=biws,r=abcservernonce" + proof)))
        .isInstanceOf(SaslStep.Wrong.class);
    for (var malformed :
        List.of(
            "", "c=biws", "c=biws,r=abcservernonce", "r=abc,c=biws" + proof, "c=!,r=x" + proof)) {
      assertThat(first.next().respond(utf8(malformed)))
          .as(malformed)
          .isInstanceOf(SaslStep.Malformed.class);
    }
  }

  @Test
  void actingForAnotherIsNotOffered() {
    assertThat(begin("PLAIN", "bob\0alice\0wonderland")).isInstanceOf(SaslStep.Wrong.class);
    assertIs(begin("PLAIN", "alice\0alice\0wonderland"), "alice");
    assertThat(begin("SCRAM-SHA-256", "n,a=bob,n=alice,r=abc")).isInstanceOf(SaslStep.Wrong.class);
    assertThat(begin("EXTERNAL", "bob")).isInstanceOf(SaslStep.Wrong.class);
    assertThat(begin("OAUTHBEARER", "n,a=bob,\1auth=Bearer t0ken\1\1"))
        .isInstanceOf(SaslStep.Challenge.class);
  }

  @Test
  void loginAsksForNameAndPassword() {
    var name =
        (SaslStep.Challenge) mechanisms.begin("LOGIN", CHANNEL, Optional.empty()).orElseThrow();
    assertThat(name.octets()).isEqualTo(utf8("Username:"));
    var password = (SaslStep.Challenge) name.next().respond(utf8("alice"));
    assertThat(password.octets()).isEqualTo(utf8("Password:"));
    assertIs(settle(password.next().respond(utf8("wonderland"))), "alice");
    assertThat(settle(password.next().respond(utf8("x")))).isInstanceOf(SaslStep.Wrong.class);
    assertThat(password.next().respond(utf8(""))).isInstanceOf(SaslStep.Malformed.class);
    assertThat(name.next().respond(utf8(""))).isInstanceOf(SaslStep.Malformed.class);
    assertThat(begin("LOGIN", "alice")).isInstanceOf(SaslStep.Challenge.class);
  }

  @Test
  void externalIsWhomTheCertificateNames() {
    assertIs(begin("EXTERNAL", ""), "alice");
    assertIs(begin("EXTERNAL", "alice"), "alice");
    var stranger = new Channel(Map.of(), Optional.of("stranger"));
    assertThat(
            settle(mechanisms.begin("EXTERNAL", stranger, Optional.of(new byte[0])).orElseThrow()))
        .isInstanceOf(SaslStep.Wrong.class);
    var nobody = new Channel(Map.of(), Optional.empty());
    assertThat(mechanisms.begin("EXTERNAL", nobody, Optional.of(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n,,\1auth=Bearer t0ken\1\1",
        "n,a=alice,\1host=mx.example\1port=465\1auth=bearer t0ken\1\1",
        "y,a=alice@example.com,\1auth=Bearer t0ken\1\1"
      })
  void aTokenIsFor(String message) {
    assertIs(begin("OAUTHBEARER", message), "alice");
  }

  @Test
  void googlesFormOfATokenIsFor() {
    assertIs(begin("XOAUTH2", "user=alice@example.com\1auth=Bearer t0ken\1\1"), "alice");
    assertThat(begin("XOAUTH2", "user=bob@example.com\1auth=Bearer t0ken\1\1"))
        .isInstanceOf(SaslStep.Challenge.class);
  }

  /** RFC 7628 §3.2.3: the client answers the reason with %x01, and only then it has failed. */
  @Test
  void aWrongTokenIsExplainedFirst() {
    var reason = (SaslStep.Challenge) begin("OAUTHBEARER", "n,,\1auth=Bearer x\1\1");
    assertThat(new String(reason.octets(), StandardCharsets.UTF_8)).contains("invalid_token");
    assertThat(reason.next().respond(new byte[] {1})).isInstanceOf(SaslStep.Wrong.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n,,",
        "n,,\1",
        "n,,\1auth=Bearer t0ken\1",
        "n,,\1auth=Basic t0ken\1\1",
        "n,,\1auth=Bearer \1\1",
        "n,,\1host=x\1\1",
        "n,,\1auth=Bearer a\1auth=Bearer b\1\1",
        "p=tls-exporter,,\1auth=Bearer t0ken\1\1"
      })
  void aMalformedTokenMessageIsMalformed(String message) {
    assertThat(begin("OAUTHBEARER", message)).isInstanceOf(SaslStep.Malformed.class);
  }

  @Test
  void announcesWhatTheAccountsCanServe() {
    assertThat(words(offering(EnumSet.of(Evidence.PASSWORD)), CHANNEL))
        .containsExactly("PLAIN", "LOGIN");
    assertThat(words(offering(EnumSet.of(Evidence.SCRAM_KEYS)), CHANNEL))
        .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256");
    assertThat(words(mechanisms, CHANNEL))
        .containsExactly(
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-256",
            "EXTERNAL",
            "OAUTHBEARER",
            "XOAUTH2",
            "PLAIN",
            "LOGIN");
    assertThat(words(mechanisms, new Channel(Map.of(), Optional.empty())))
        .containsExactly("SCRAM-SHA-256", "OAUTHBEARER", "XOAUTH2", "PLAIN", "LOGIN");
    assertThat(offering(EnumSet.of(Evidence.PASSWORD)).begin("CRAM-MD5", CHANNEL, Optional.empty()))
        .isEmpty();
  }

  private static List<String> words(Mechanisms mechanisms, SecureChannel channel) {
    return mechanisms.announced(channel).stream().map(Mechanism::word).toList();
  }

  /** Whatever is sent, there is a step and never an exception, and nobody is let in. */
  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void randomOctetsAreRefused(Mechanism mechanism) {
    var random = new Random(42);
    var alphabet = utf8("n,y,p=a=r=c=\0\1alicewonderland:Bearer auth=user=");
    for (int i = 0; i < 3000; i++) {
      var step =
          settle(
              mechanisms
                  .begin(mechanism.word(), CHANNEL, Optional.of(octets(random, alphabet)))
                  .orElseThrow());
      for (int round = 0; step instanceof SaslStep.Challenge(_, var next); round++) {
        assertThat(round).isLessThan(3);
        step = settle(next.respond(octets(random, alphabet)));
      }
      if (mechanism != Mechanism.EXTERNAL) {
        assertThat(step).isNotInstanceOf(SaslStep.Authenticated.class);
      }
    }
  }

  private static byte[] octets(Random random, byte[] alphabet) {
    var octets = new byte[random.nextInt(60)];
    for (int i = 0; i < octets.length; i++) {
      octets[i] =
          random.nextInt(20) == 0
              ? (byte) random.nextInt(256)
              : alphabet[random.nextInt(alphabet.length)];
    }
    return octets;
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(new AccountQuestion.Password("alice", "wonderland").toString())
        .doesNotContain("wonderland");
    assertThat(new AccountQuestion.Token("alice", "t0ken").toString()).doesNotContain("t0ken");
    assertThatThrownBy(() -> ElytronClient.of("NONE", Person.of("a", "b")))
        .isInstanceOf(IllegalStateException.class);
  }
}
