/**
 * RFC 5321's grammar and framing, for servers and clients. Pure: octets in, values out; no
 * framework, no socket, no clock.
 *
 * <p>A server begins at {@link org.postseal.smtp.framing.CommandLineFramer} and {@link
 * org.postseal.smtp.command.CommandParser}, a client at {@link
 * org.postseal.smtp.reply.ReplyParser}.
 */
module org.postseal.smtp {
  requires static transitive org.jspecify;

  exports org.postseal.smtp.command;
  exports org.postseal.smtp.framing;
  exports org.postseal.smtp.path;
  exports org.postseal.smtp.proxy;
  exports org.postseal.smtp.reply;
}
