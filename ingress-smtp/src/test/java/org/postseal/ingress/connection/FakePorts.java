package org.postseal.ingress.connection;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.accounts.sasl.Evidence;
import org.postseal.accounts.source.AccountsFile;
import org.postseal.accounts.source.Credentials;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.LoginFailure;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.ingress.watch.OutcomeLog;
import org.postseal.observation.LoggedAddresses;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.ReversePathProof;

/** Verifier, signer, store and events of a test: they answer what the test tells them to. */
final class FakePorts implements Verification, MessageStore, TransactionEvents, Credentials {
  private static final AccountsFile ACCOUNTS =
      AccountsFile.parse(
          List.of(
              AccountsFile.line("alice", "wonderland", List.of("alice@example.com")),
              AccountsFile.line("mx.example", "certified", List.of("@mx.example")),
              "user:SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ=="
                  + "$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                  + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=:user@example.com"));

  record Question(MailTransaction transaction, DigestedMessage message) {}

  record Stored(MailTransaction transaction, Destination destination, String message) {}

  final List<Question> questions = new CopyOnWriteArrayList<>();
  final List<Question> signingQuestions = new CopyOnWriteArrayList<>();
  final List<Stored> stored = new CopyOnWriteArrayList<>();
  final List<TransactionEvent> events = new CopyOnWriteArrayList<>();
  final List<LoginFailure> failedLogins = new CopyOnWriteArrayList<>();

  volatile Supplier<CompletionStage<VerificationOutcome>> verdict = () -> now(accept());
  volatile Supplier<CompletionStage<SigningOutcome>> signature =
      () ->
          now(new SigningOutcome.Signed(octets("DKIM-Signature: ours\r\n"), Findings.of("signed")));
  volatile Supplier<CompletionStage<StoreOutcome>> write = () -> now(new StoreOutcome.Stored());

  final InMemorySpanExporter ended = InMemorySpanExporter.create();
  final TransactionSpans spans =
      TransactionSpans.by(
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(ended))
                      .build())
              .build(),
          false);

  final OutcomeLog log = new OutcomeLog(LoggedAddresses.SHOWN, new SimpleMeterRegistry());

  Ports asPorts() {
    return new Ports(this, asSigning(), this, this, this, FakePorts::exists, spans, log);
  }

  /** Users of asked.example: bob exists, slow and lost are not decided about, no others exist. */
  private static CompletionStage<RecipientCheck.Answer> exists(Mailbox mailbox) {
    return switch (mailbox.localPart()) {
      case "bob" -> now(RecipientCheck.Answer.EXISTS);
      case "slow" -> now(RecipientCheck.Answer.UNDECIDED);
      case "lost" -> CompletableFuture.failedStage(new IllegalStateException("test"));
      default -> now(RecipientCheck.Answer.UNKNOWN);
    };
  }

  static VerificationOutcome accept() {
    return new VerificationOutcome.Accept(
        octets("Authentication-Results: mx.example; none\r\n"),
        Optional.of(ReversePathProof.SPF),
        Findings.of("accept"));
  }

  static VerificationOutcome reject(String status, String text) {
    return new VerificationOutcome.Reject(Reply.of(550, status, text), Findings.of("test"));
  }

  static <T> CompletionStage<T> now(T value) {
    return CompletableFuture.completedStage(value);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public CompletionStage<VerificationOutcome> ask(
      MailTransaction transaction, DigestedMessage message) {
    return ask(new Question(transaction, message));
  }

  private CompletionStage<VerificationOutcome> ask(Question question) {
    questions.add(question);
    return verdict.get();
  }

  Signing asSigning() {
    return (transaction, message) -> {
      signingQuestions.add(new Question(transaction, message));
      return signature.get();
    };
  }

  @Override
  public CompletionStage<StoreOutcome> store(
      MailTransaction transaction, Destination destination, MessageOctets octets) {
    var whole = new ByteArrayOutputStream();
    octets.forEach(whole::write);
    stored.add(new Stored(transaction, destination, whole.toString(StandardCharsets.ISO_8859_1)));
    return write.get();
  }

  @Override
  public void publish(TransactionEvent event) {
    events.add(event);
  }

  @Override
  public void publish(LoginFailure failure, String address, Listener listener) {
    failedLogins.add(failure);
  }

  @Override
  public Set<Evidence> evidence() {
    return EnumSet.allOf(Evidence.class);
  }

  /**
   * Three accounts: alice, whose password is {@code wonderland}, whose token is {@code
   * looking-glass}, and whose certificate names {@code alice}; and the user of RFC 7677 §3; and
   * mx.example, as our own certificate has it.
   */
  @Override
  public CompletionStage<AccountAnswer> ask(AccountQuestion question) {
    if (question.name().equals("unavailable")) {
      return CompletableFuture.failedStage(new IllegalStateException("no accounts now"));
    }
    return now(
        switch (question) {
          case AccountQuestion.Password(var name, var password) ->
              AccountAnswer.of(ACCOUNTS.authenticate(name, password));
          case AccountQuestion.Keys(var name) ->
              new AccountAnswer(ACCOUNTS.find(name), Optional.of(ACCOUNTS.scramKeys(name)));
          case AccountQuestion.Token(_, var token) ->
              AccountAnswer.of(
                  token.equals("looking-glass") ? ACCOUNTS.find("alice") : Optional.empty());
          case AccountQuestion.Certificate(var name) -> AccountAnswer.of(ACCOUNTS.find(name));
        });
  }
}
