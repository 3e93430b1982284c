package org.postseal.signingpolicy;

import java.util.List;
import java.util.Optional;
import org.postseal.smtp.reply.EnhancedStatus;
import org.postseal.smtp.reply.Reply;

/** What a reply to a query means to a client. */
public sealed interface Answer {

  /** The policy that was asked for. */
  record Policy(PolicyStatement statement) implements Answer {}

  /** The key that was asked for; it may say that it is revoked. */
  record Key(KeyStatement statement) implements Answer {}

  /** 550 5.1.2, and any other refusal of a domain: no statement. Never "unsigned is fine". */
  record NotItsDomain() implements Answer {}

  /** 550 5.7.21: the domain has no such key. */
  record NoSuchSelector() implements Answer {}

  /** 500, 502 or 504: the server does not know the verb, whatever it advertised. */
  record NotSupported() implements Answer {}

  /** Any other 5yz: the server did not take this query. */
  record Refused(Reply reply) implements Answer {}

  /** 4yz: the same may be asked again later. */
  record Unavailable(Reply reply) implements Answer {}

  /**
   * A positive reply that makes no sense, or is about something else than was asked.
   *
   * @param reason one clause for people; quotes nothing of the reply
   */
  record Malformed(String reason) implements Answer {}

  /** Reads the reply to a query. */
  static Answer of(Query query, Reply reply) {
    if (reply.isTransient()) {
      return new Unavailable(reply);
    }
    if (reply.isPermanent()) {
      return refusal(reply);
    }
    if (reply.code() != 250) {
      return new Malformed("the reply code is " + reply.code());
    }
    // The last line ends the statement and is none of it (RFC 5321 §4.2.1 tells which is the last).
    return read(query, reply.lines().subList(0, reply.lines().size() - 1));
  }

  private static Answer refusal(Reply reply) {
    return switch (reply.code()) {
      case 500, 502, 504 -> new NotSupported();
      case 550 ->
          switch (reply.status().map(EnhancedStatus::toString).orElse("")) {
            case "5.1.2" -> new NotItsDomain();
            case "5.7.21" -> new NoSuchSelector();
            default -> new Refused(reply);
          };
      default -> new Refused(reply);
    };
  }

  private static Answer read(Query query, List<String> chunks) {
    return switch (Chunks.join(chunks)) {
      case Reading.Malformed<List<String>>(String reason) -> new Malformed(reason);
      case Reading.WellFormed<List<String>>(List<String> lines) ->
          switch (query) {
            case Query.Policy policy -> policy(policy, lines);
            case Query.Key key -> key(key, lines);
          };
    };
  }

  /** Lines behind the first are left to later versions. */
  private static Answer policy(Query.Policy query, List<String> lines) {
    if (lines.isEmpty()) {
      return new Malformed("there is no policy in it");
    }
    return switch (PolicyStatement.read(lines.getFirst())) {
      case Reading.Malformed<PolicyStatement>(String reason) -> new Malformed(reason);
      case Reading.WellFormed<PolicyStatement>(PolicyStatement statement) ->
          statement.domain().equals(query.domain())
              ? new Policy(statement)
              : new Malformed("the policy is that of another domain");
    };
  }

  /** Lines behind the second are left to later versions. */
  private static Answer key(Query.Key query, List<String> lines) {
    if (lines.size() < 2) {
      return new Malformed("there is no key in it");
    }
    return switch (KeyStatement.read(lines.get(0), lines.get(1))) {
      case Reading.Malformed<KeyStatement>(String reason) -> new Malformed(reason);
      case Reading.WellFormed<KeyStatement>(KeyStatement statement) ->
          statement.domain().equals(query.domain()) && statement.selector().equals(query.selector())
              ? new Key(statement)
              : new Malformed("the key is another than was asked for");
    };
  }

  /** The statement in it, if it is one. */
  default Optional<Statement> stated() {
    return switch (this) {
      case Policy(PolicyStatement found) -> Optional.of(found);
      case Key(KeyStatement found) -> Optional.of(found);
      case NotItsDomain _,
          NoSuchSelector _,
          NotSupported _,
          Refused _,
          Unavailable _,
          Malformed _ ->
          Optional.empty();
    };
  }
}
