package org.postseal.fuzzing;

import java.util.List;

/** Everything in the libraries that parses what strangers send. */
public final class ParserTargets implements Targets {
  @Override
  public List<Target> targets() {
    return List.of(
        new Target("check", CheckAttack::new),
        new Target("message", MessageAttack::new),
        new Target("signature", SignatureAttack::new),
        new Target("signing", SigningAttack::new),
        new Target("spf", SpfAttack::new),
        new Target("mailbox-list", MailboxListAttack::new),
        new Target("dmarc", DmarcAttack::new),
        new Target("arc", ArcAttack::new),
        new Target("key-record", KeyRecordAttack::new),
        new Target("results", ResultsAttack::new),
        new Target("domain-keys", DomainKeysAttack::new),
        new Target("tag-list", TagListAttack::new),
        new Target("domain-name", DomainNameAttack::new),
        new Target("command", CommandAttack::new),
        new Target("path", PathAttack::new),
        new Target("command-lines", CommandLinesAttack::new),
        new Target("content", ContentAttack::new),
        new Target("chunks", ChunksAttack::new),
        new Target("reply", ReplyAttack::new),
        new Target("statement", StatementAttack::new),
        new Target("sasl", SaslAttack::new),
        new Target("proxy-header", ProxyHeaderAttack::new),
        new Target("topics", TopicsAttack::new));
  }
}
