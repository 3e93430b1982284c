package org.postseal.ingress.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.acceptance.Account;
import org.postseal.ingress.acceptance.Identity;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageOctets;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.SigningOutcome;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.smtp.reply.Reply;

/** Verifier, signer, store and events of a test: they answer what the test tells them to. */
final class FakePorts implements Verification, MessageStore, TransactionEvents, Credentials {
  record Question(MailTransaction transaction, DigestedMessage message) {}

  record Stored(MailTransaction transaction, Destination destination, String message) {}

  final List<Question> questions = new CopyOnWriteArrayList<>();
  final List<Question> signingQuestions = new CopyOnWriteArrayList<>();
  final List<Stored> stored = new CopyOnWriteArrayList<>();
  final List<TransactionEvent> events = new CopyOnWriteArrayList<>();

  volatile Supplier<CompletionStage<VerificationOutcome>> verdict = () -> now(accept());
  volatile Supplier<CompletionStage<SigningOutcome>> signature =
      () ->
          now(new SigningOutcome.Signed(octets("DKIM-Signature: ours\r\n"), Findings.of("signed")));
  volatile Supplier<CompletionStage<StoreOutcome>> write = () -> now(new StoreOutcome.Stored());

  Ports asPorts() {
    return new Ports(this, asSigning(), this, this, this);
  }

  static VerificationOutcome accept() {
    return new VerificationOutcome.Accept(
        octets("Authentication-Results: mx.example; none\r\n"), Findings.of("accept"));
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

  /** One account: alice, whose password is {@code wonderland}. */
  @Override
  public CompletionStage<Optional<Account>> check(String name, String password) {
    if (name.equals("unavailable")) {
      return CompletableFuture.failedStage(new IllegalStateException("no accounts now"));
    }
    return now(
        name.equals("alice") && password.equals("wonderland")
            ? Optional.of(
                new Account("alice", List.of(Identity.parse("alice@example.com").orElseThrow())))
            : Optional.empty());
  }
}
