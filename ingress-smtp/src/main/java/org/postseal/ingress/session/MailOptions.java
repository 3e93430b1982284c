package org.postseal.ingress.session;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.smtp.command.BodyType;
import org.postseal.smtp.command.MailParameter;
import org.postseal.smtp.command.ReturnedContent;
import org.postseal.smtp.reply.Reply;

/**
 * What a client said in the parameters of MAIL.
 *
 * @param size octets of the content (RFC 1870)
 * @param smtpUtf8 whether addresses and header fields may hold UTF-8 (RFC 6531)
 * @param requireTls whether the message may go over verified TLS only (RFC 8689)
 * @param returned what a notification of failure is to return (RFC 3461)
 * @param envelopeId as xtext (RFC 3461)
 */
record MailOptions(
    OptionalLong size,
    BodyType body,
    boolean smtpUtf8,
    boolean requireTls,
    Optional<ReturnedContent> returned,
    Optional<String> envelopeId) {

  /** The options, or why there are none. */
  sealed interface Result {}

  record Taken(MailOptions options) implements Result {}

  record Refused(Reply reply) implements Result {}

  /** Takes what was offered to this client (RFC 5321 §4.1.1.11). */
  static Result of(List<MailParameter> parameters, Peer peer) {
    var size = OptionalLong.empty();
    var body = BodyType.SEVEN_BIT;
    boolean smtpUtf8 = false;
    boolean requireTls = false;
    Optional<ReturnedContent> returned = Optional.empty();
    Optional<String> envelopeId = Optional.empty();
    for (var parameter : parameters) {
      switch (parameter) {
        case MailParameter.Size(var octets) -> size = OptionalLong.of(octets);
        case MailParameter.Body(var type) when type == BodyType.BINARY_MIME -> {
          return new Refused(Replies.NO_BINARY_MIME);
        }
        case MailParameter.Body(var type) -> body = type;
        case MailParameter.SmtpUtf8 _ -> smtpUtf8 = true;
        case MailParameter.RequireTls _ when peer.tls().isEmpty() -> {
          return new Refused(Replies.REQUIRETLS_NEEDS_TLS);
        }
        case MailParameter.RequireTls _ -> requireTls = true;
        case MailParameter.Ret(var content) -> returned = Optional.of(content);
        case MailParameter.EnvelopeId(var xtext) -> envelopeId = Optional.of(xtext);
        case MailParameter.SubmittedBy _ when peer.account().isPresent() -> {}
        case MailParameter.SubmittedBy _, MailParameter.Unrecognised _ -> {
          return new Refused(Replies.UNKNOWN_PARAMETER);
        }
      }
    }
    return new Taken(new MailOptions(size, body, smtpUtf8, requireTls, returned, envelopeId));
  }
}
