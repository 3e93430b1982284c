package org.postseal.ingress.session;

import java.time.Instant;
import java.util.Optional;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.SecureChannel;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.framing.LineDefect;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.TransactionId;

/** What can happen to a session. */
public sealed interface SessionInput {

  record Command(SmtpCommand command) implements SessionInput {}

  /** A line that is no command whatever it says. */
  record LineRefused(LineDefect defect) implements SessionInput {}

  /** Octets came while the client had to wait: for the greeting, or for a reply. */
  record EarlyTalk() implements SessionInput {}

  /** A command that would be one too many for this client now; the reply says of what. */
  record OverLimit(Reply reply) implements SessionInput {}

  /** The connection began with a PROXY header, and nobody believes that client. */
  record UntrustedProxy() implements SessionInput {}

  /** Whether the client that was passed on may come in; the reply says why not. */
  record AdmissionAnswered(Optional<Reply> refusal) implements SessionInput {}

  /** The line that answers 334. */
  record CredentialsLine(String base64) implements SessionInput {
    @Override
    public String toString() {
      return "CredentialsLine[]";
    }
  }

  /** What the accounts know. */
  record AccountsAnswered(AccountAnswer answer) implements SessionInput {}

  /** The time is over after which wrong credentials are answered. */
  record Hesitated() implements SessionInput {}

  /** Accounts cannot be asked now. */
  record CredentialsUnavailable() implements SessionInput {}

  /** From here on everything is encrypted. */
  record TlsEstablished(SecureChannel channel) implements SessionInput {}

  /** What the next hop knows about the recipient. */
  record RecipientAnswered(RecipientCheck.Answer answer) implements SessionInput {}

  /** There is memory for the content. */
  record RoomMade(TransactionId id) implements SessionInput {}

  /** There is none. */
  record NoRoom() implements SessionInput {}

  /** A chunk has arrived that is not the last one. */
  record ChunkComplete() implements SessionInput {}

  /** A refused chunk is over. */
  record ChunkSkipped() implements SessionInput {}

  /** The client has kept silent until it may be greeted. */
  record GreetingDue() implements SessionInput {}

  /** The content is complete and can be judged. */
  record ContentComplete(DigestedMessage message, Instant receivedAt) implements SessionInput {}

  /** The content has ended and cannot be accepted. */
  record ContentSpoiled(Spoilage spoilage, Instant endedAt) implements SessionInput {}

  record Verified(VerificationOutcome outcome) implements SessionInput {}

  record Signed(SigningOutcome outcome) implements SessionInput {}

  record Written(StoreOutcome outcome) implements SessionInput {}

  /** The client was silent for too long. */
  record TimedOut() implements SessionInput {}

  /** The server is about to stop. */
  record ShuttingDown() implements SessionInput {}
}
