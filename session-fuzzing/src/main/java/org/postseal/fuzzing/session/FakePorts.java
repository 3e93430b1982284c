package org.postseal.fuzzing.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.postseal.accounts.Account;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;
import org.postseal.accounts.source.AccountsFile;
import org.postseal.accounts.source.Credentials;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.fuzzing.BrokenClaim;
import org.postseal.ingress.connection.Ports;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.LoginFailure;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.ingress.watch.OutcomeLog;
import org.postseal.observation.LoggedAddresses;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.reply.Reply;

/** Whom a session asks; they answer at once, as the words of the input want it. */
final class FakePorts {
  private static final Findings FINDINGS = Findings.of("fuzzing");
  private static final String KEYS =
      "%s:SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
          + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
          + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=:%s";

  private static final Reply NO = Reply.of(550, "5.7.1", "No");
  private static final Reply LATER = Reply.of(451, "4.7.5", "Later");

  private static final Optional<Account> NOBODY = Optional.empty();

  private static final AccountsFile ACCOUNTS =
      AccountsFile.parse(
          List.of(
              KEYS.formatted("alice", "alice@sender.example"),
              KEYS.formatted("user", "user@sender.example")));

  private static final OutcomeLog LOG =
      new OutcomeLog(LoggedAddresses.SHOWN, new SimpleMeterRegistry());

  private final String words;
  private int stored;

  FakePorts(String words) {
    this.words = words;
  }

  /** How many messages were stored. */
  int stored() {
    return stored;
  }

  Ports asPorts() {
    return new Ports(
        (transaction, message) -> answered(verdict(transaction, message)),
        (transaction, message) -> answered(signature(transaction, message)),
        this::store,
        new Unheard(),
        new Accounts(),
        mailbox -> answered(exists(mailbox)),
        TransactionSpans.off(),
        LOG);
  }

  private static RecipientCheck.Answer exists(Mailbox mailbox) {
    return switch (mailbox.localPart()) {
      case "bob" -> RecipientCheck.Answer.EXISTS;
      case "slow" -> RecipientCheck.Answer.UNDECIDED;
      default -> RecipientCheck.Answer.UNKNOWN;
    };
  }

  private <T> CompletionStage<T> answered(T answer) {
    return words.contains("lost")
        ? CompletableFuture.failedStage(new IllegalStateException("nobody answers"))
        : CompletableFuture.completedStage(answer);
  }

  private VerificationOutcome verdict(MailTransaction transaction, DigestedMessage message) {
    requireAsked(transaction, message);
    if (words.contains("reject")) {
      return new VerificationOutcome.Reject(NO, FINDINGS);
    }
    return words.contains("defer")
        ? new VerificationOutcome.Defer(LATER, FINDINGS)
        : new VerificationOutcome.Accept(
            octets("Authentication-Results: mx.receiver.example; none\r\n"),
            Optional.empty(),
            FINDINGS);
  }

  private SigningOutcome signature(MailTransaction transaction, DigestedMessage message) {
    requireAsked(transaction, message);
    BrokenClaim.unless(transaction.isSubmission(), "only an account's message is signed");
    if (words.contains("reject")) {
      return new SigningOutcome.Refused(NO, FINDINGS);
    }
    return words.contains("defer")
        ? new SigningOutcome.Deferred(LATER, FINDINGS)
        : new SigningOutcome.Signed(octets("DKIM-Signature: ours\r\n"), FINDINGS);
  }

  private static void requireAsked(MailTransaction transaction, DigestedMessage message) {
    BrokenClaim.unless(
        !transaction.envelope().forwardPaths().isEmpty(), "a message has recipients");
    BrokenClaim.unless(message.size() <= FakeWorld.SIZE, "a message is within the limit");
  }

  private CompletionStage<StoreOutcome> store(
      MailTransaction transaction, MessageStore.Destination destination, MessageOctets octets) {
    var whole = new ByteArrayOutputStream();
    octets.forEach(whole::write);
    String text = whole.toString(StandardCharsets.ISO_8859_1);
    BrokenClaim.unless(text.startsWith("Received: "), "a stored message begins with our trace");
    BrokenClaim.unless(
        text.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n'),
        "a stored message has no bare CR or LF");
    if (words.contains("unstored")) {
      return CompletableFuture.completedStage(
          new StoreOutcome.NotStored(StoreOutcome.Certainty.AMBIGUOUS, "fuzzing"));
    }
    stored++;
    return CompletableFuture.completedStage(new StoreOutcome.Stored());
  }

  /**
   * Alice, whose password is {@code wonderland} and whose token is {@code looking-glass}; and the
   * user of RFC 7677 §3.
   */
  private final class Accounts implements Credentials {
    @Override
    public Set<Evidence> evidence() {
      return EnumSet.allOf(Evidence.class);
    }

    @Override
    public CompletionStage<AccountAnswer> ask(AccountQuestion question) {
      return answered(
          switch (question) {
            case AccountQuestion.Password(var name, var password) ->
                AccountAnswer.of(password.equals("wonderland") ? ACCOUNTS.find(name) : NOBODY);
            case AccountQuestion.Token(_, var token) ->
                AccountAnswer.of(token.equals("looking-glass") ? ACCOUNTS.find("alice") : NOBODY);
            case AccountQuestion.Keys(var name) ->
                new AccountAnswer(ACCOUNTS.find(name), Optional.of(ACCOUNTS.scramKeys(name)));
            case AccountQuestion.Certificate(var name) -> AccountAnswer.of(ACCOUNTS.find(name));
          });
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Nobody reads the events. */
  private static final class Unheard implements TransactionEvents {
    @Override
    public void publish(TransactionEvent event) {}

    @Override
    public void publish(LoginFailure failure, String address, Listener listener) {}
  }
}
