package org.postseal.fuzzing;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;
import org.postseal.accounts.sasl.Mechanism;
import org.postseal.accounts.sasl.Mechanisms;
import org.postseal.accounts.sasl.SaslStep;
import org.postseal.accounts.sasl.SecureChannel;
import org.postseal.accounts.source.AccountsFile;

/**
 * The name of a mechanism and up to four responses, the first of them initial: the exchange ends or
 * waits, and nobody is authenticated whom the accounts have not been asked about.
 */
final class SaslAttack implements Attack {
  private static final int RESPONSES = 4;

  /** The nonce and the keys of RFC 7677 §3. */
  private static final Mechanisms MECHANISMS =
      new Mechanisms(
          () -> EnumSet.allOf(Evidence.class),
          EnumSet.allOf(Mechanism.class),
          () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

  private static final AccountsFile ACCOUNTS =
      AccountsFile.parse(
          List.of(
              "user:SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
                  + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                  + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=:user@sender.example"));

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 1 + RESPONSES);
    MECHANISMS
        .begin(parts.text(0), new Channel(), Optional.of(parts.octets(1)))
        .ifPresent(first -> follow(first, parts));
  }

  private static void follow(SaslStep first, Parts parts) {
    SaslStep step = first;
    Optional<Account> known = Optional.empty();
    int response = 2;
    while (true) {
      switch (step) {
        case SaslStep.Challenge(byte[] challenge, SaslStep.Awaiting next) -> {
          BrokenClaim.unless(challenge.length < 4 * 8192, "a challenge has a length");
          if (response > RESPONSES) {
            return;
          }
          step = next.respond(parts.octets(response++));
        }
        case SaslStep.Ask(AccountQuestion question, var next) -> {
          BrokenClaim.unless(question.name().indexOf('\0') < 0, "a name holds no NUL");
          AccountAnswer answer = answer(question);
          known = answer.account();
          step = next.apply(answer);
        }
        case SaslStep.Authenticated(Account account, _) -> {
          BrokenClaim.unlessEqual(known, Optional.of(account), "who is authenticated was known");
          return;
        }
        case SaslStep.Wrong _, SaslStep.Malformed _ -> {
          return;
        }
      }
    }
  }

  private static AccountAnswer answer(AccountQuestion question) {
    return switch (question) {
      case AccountQuestion.Password(String name, String password) ->
          AccountAnswer.of(password.equals("pencil") ? ACCOUNTS.find(name) : Optional.empty());
      case AccountQuestion.Token(_, String token) ->
          AccountAnswer.of(token.equals("token") ? ACCOUNTS.find("user") : Optional.empty());
      case AccountQuestion.Keys(String name) ->
          new AccountAnswer(ACCOUNTS.find(name), Optional.of(ACCOUNTS.scramKeys(name)));
      case AccountQuestion.Certificate(String name) -> AccountAnswer.of(ACCOUNTS.find(name));
    };
  }

  /** TLS whose client showed a certificate. */
  private static final class Channel implements SecureChannel {
    @Override
    public String words() {
      return "TLSv1.3 TLS_AES_128_GCM_SHA256";
    }

    @Override
    public Optional<byte[]> bindingData(String type) {
      return type.equals("tls-exporter") ? Optional.of(new byte[32]) : Optional.empty();
    }

    @Override
    public Optional<String> clientName() {
      return Optional.of("user");
    }
  }
}
