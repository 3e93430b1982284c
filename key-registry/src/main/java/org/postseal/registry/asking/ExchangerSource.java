package org.postseal.registry.asking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.signingpolicy.Announcement;
import org.postseal.signingpolicy.Answer;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.Query;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtpclient.ExchangerQuestions;
import org.postseal.smtpclient.ExchangerQuestions.Asked;
import org.postseal.smtpclient.HostProof;
import org.postseal.topics.PolicyPin;

/** {@code XSIGNPOL} at the domain's mail exchanger. */
final class ExchangerSource implements Source {
  private final ExchangerQuestions exchangers;

  ExchangerSource(ExchangerQuestions exchangers) {
    this.exchangers = exchangers;
  }

  @Override
  public PolicyPin.Source name() {
    return PolicyPin.Source.SMTP;
  }

  @Override
  public Finding ask(AskedFor asked) {
    var queries = asked.queries();
    return switch (exchangers.ask(asked.domain(), new Queries(queries))) {
      case Asked.Answered(_, var proof, var replies) -> {
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < queries.size(); i++) {
          answers.add(Answer.of(queries.get(i), replies.get(i)));
        }
        yield finding(answers, trust(proof));
      }
      case Asked.NotOffered(var host, var proof) ->
          new Finding.NotOffered(host + " does not offer it", Optional.of(trust(proof)));
      case Asked.Nobody(var reason) -> new Finding.NotOffered(reason, Optional.empty());
      case Asked.NotNow(var reason) -> new Finding.NotNow(reason);
    };
  }

  /** The policy's answer comes first. */
  static Finding finding(List<Answer> answers, TrustLevel trust) {
    if (answers.stream().allMatch(ExchangerSource::isNoStatement)) {
      return new Finding.NotOffered("no statement about the domain", Optional.of(trust));
    }
    Optional<PolicyStatement> policy =
        answers.getFirst() instanceof Answer.Policy(var statement)
            ? Optional.of(statement)
            : Optional.empty();
    return new Finding.Said(
        policy, answers.size() > 1 ? key(answers.getLast()) : new Finding.Key.NotAskedFor(), trust);
  }

  private static boolean isNoStatement(Answer answer) {
    return switch (answer) {
      case Answer.NotItsDomain _, Answer.NotSupported _, Answer.Refused _ -> true;
      case Answer.Policy _,
          Answer.Key _,
          Answer.NoSuchSelector _,
          Answer.Unavailable _,
          Answer.Malformed _ ->
          false;
    };
  }

  private static Finding.Key key(Answer answer) {
    return switch (answer) {
      case Answer.Key(KeyStatement statement) -> new Finding.Key.Stated(statement);
      case Answer.NoSuchSelector _ -> new Finding.Key.None("the domain has no such key");
      case Answer.Malformed(var reason) -> new Finding.Key.None(reason);
      case Answer.NotItsDomain _, Answer.NotSupported _, Answer.Refused _ ->
          new Finding.Key.None("no statement about the key");
      case Answer.Policy _, Answer.Unavailable _ ->
          new Finding.Key.None("an answer to something else");
    };
  }

  private static TrustLevel trust(HostProof proof) {
    return switch (proof) {
      case CLEAR -> TrustLevel.T0;
      case TLS -> TrustLevel.T1;
      case NAMED -> TrustLevel.T2;
      case DANE -> TrustLevel.T3;
    };
  }

  private record Queries(List<Query> queries) implements ExchangerQuestions.Question {
    @Override
    public boolean isFor(EhloCapabilities offered) {
      return Announcement.in(offered).isPresent();
    }

    @Override
    public List<String> commandLines() {
      return queries.stream().map(Query::commandLine).toList();
    }
  }
}
