package org.postseal.ingress.session;

import org.postseal.smtp.command.SmtpCommand;

/**
 * Which commands a client may send more behind without having read their reply (RFC 2920 §3.1).
 *
 * <p>Nobody may before EHLO was answered, nor after HELO: PIPELINING was not offered. What changes
 * the state so that the client has to look first ends a group: EHLO, HELO, DATA, STARTTLS, AUTH,
 * XCLIENT and XSIGNPOL. RFC 2920 counts VRFY, EXPN, NOOP and QUIT among those too; nothing depends
 * on them, so they are let pass. Behind BDAT comes its chunk.
 */
public final class Pipelining {
  private Pipelining() {}

  /** Whether more may stand behind {@code command} already. */
  public static boolean mayGoOn(SessionState state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Ehlo _,
          SmtpCommand.Helo _,
          SmtpCommand.Data _,
          SmtpCommand.StartTls _,
          SmtpCommand.Auth _,
          SmtpCommand.Xclient _,
          SmtpCommand.Xsignpol _ ->
          false;
      case SmtpCommand.Quit _, SmtpCommand.Bdat _ -> true;
      case SmtpCommand.Mail _,
          SmtpCommand.Rcpt _,
          SmtpCommand.Rset _,
          SmtpCommand.Noop _,
          SmtpCommand.Vrfy _,
          SmtpCommand.Expn _,
          SmtpCommand.Help _,
          SmtpCommand.Unknown _,
          SmtpCommand.Malformed _ ->
          isOffered(state);
    };
  }

  private static boolean isOffered(SessionState state) {
    return state instanceof SessionState.Open open
        && open.peer()
            .greeting()
            .filter(greeting -> greeting.dialect() == Peer.Dialect.ESMTP)
            .isPresent();
  }
}
