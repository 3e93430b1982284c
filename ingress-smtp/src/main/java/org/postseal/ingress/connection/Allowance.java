package org.postseal.ingress.connection;

import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.SessionInput;
import org.postseal.ingress.session.SessionState;
import org.postseal.ingress.session.Spoilage;
import org.postseal.smtp.command.SmtpCommand;

/** What a client may have in a period; counted as it comes, whatever becomes of it. */
record Allowance(ListenerParts parts) {

  /** The event, or instead of it that this was too much from that address. */
  SessionInput counted(SessionInput event, SessionState state, String address) {
    var entrance = parts.entrance();
    var listener = parts.listener();
    return switch (event) {
      case SessionInput.Command(SmtpCommand.Mail _)
          when state instanceof SessionState.Greeted
              && entrance.isOneMessageTooMany(address, listener) ->
          new SessionInput.OverLimit(Replies.CLIENT_RATE);
      case SessionInput.Command(SmtpCommand.Rcpt _)
          when state instanceof SessionState.InTransaction
              && entrance.isOneRecipientTooMany(address, listener) ->
          new SessionInput.OverLimit(Replies.CLIENT_RECIPIENTS);
      case SessionInput.ContentComplete(var message, _)
          when entrance.isTooMuchContent(address, listener, message.size()) ->
          new SessionInput.ContentSpoiled(Spoilage.TOO_MUCH, parts.settings().clock().instant());
      case SessionInput _ -> event;
    };
  }
}
