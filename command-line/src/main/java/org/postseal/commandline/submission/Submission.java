package org.postseal.commandline.submission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtpclient.tls.Authorities;

/**
 * One message and who submits it.
 *
 * @param login of the account; empty for a server that asks for none
 * @param content the whole message, lines ended by CRLF
 */
record Submission(
    String helo,
    Optional<Login> login,
    String reversePath,
    List<String> forwardPaths,
    byte[] content) {

  /** An account and its password. */
  record Login(String name, String password) {
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }

  /** When TLS begins. */
  enum Tls {
    /** With STARTTLS, which must be offered. */
    STARTTLS,
    /** With the first octet. */
    IMPLICIT,
    /** Never; then nobody logs in. */
    NONE
  }

  /**
   * Submits it.
   *
   * @return the reply to the content
   * @throws RefusedException the server refuses it, or cannot be trusted
   * @throws IOException the connection broke
   */
  Reply over(ServerConnection server, Tls tls, Authorities authorities) throws IOException {
    if (tls == Tls.IMPLICIT) {
      server.startTls(authorities);
    }
    positive(server.reply());
    var capabilities = EhloCapabilities.of(positive(server.command("EHLO " + helo)));
    if (tls == Tls.STARTTLS) {
      if (!capabilities.startTls()) {
        throw new RefusedException("the server offers no STARTTLS; --tls none goes without");
      }
      positive(server.command("STARTTLS"));
      server.startTls(authorities);
      positive(server.command("EHLO " + helo));
    }
    if (login.isPresent()) {
      authenticate(server, login.get(), tls);
    }
    positive(server.command("MAIL FROM:<" + reversePath + ">"));
    for (var path : forwardPaths) {
      positive(server.command("RCPT TO:<" + path + ">"));
    }
    var go = server.command("DATA");
    if (go.code() != 354) {
      throw new RefusedException(line(go));
    }
    var outcome = positive(server.content(content));
    server.command("QUIT");
    return outcome;
  }

  /** RFC 4616: the password crosses TLS only. */
  private static void authenticate(ServerConnection server, Login login, Tls tls)
      throws IOException {
    if (tls == Tls.NONE) {
      throw new RefusedException("a password is sent over TLS only");
    }
    var secret = "\0" + login.name() + "\0" + login.password();
    var encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    positive(server.command("AUTH PLAIN " + encoded, "AUTH PLAIN (" + login.name() + ")"));
  }

  private static Reply positive(Reply reply) {
    if (!reply.isPositive()) {
      throw new RefusedException(line(reply));
    }
    return reply;
  }

  private static String line(Reply reply) {
    return "the server says " + reply.toString().strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
