package org.postseal.fuzzing;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.postseal.fuzzing.session.SessionAttack;

/**
 * Everything that can be attacked, by the name the launcher and the folders of seeds have for it.
 */
public enum Target {
  CHECK("check", CheckAttack::new),
  SESSION("session", SessionAttack::new),
  MESSAGE("message", MessageAttack::new),
  SIGNATURE("signature", SignatureAttack::new),
  SIGNING("signing", SigningAttack::new),
  SPF("spf", SpfAttack::new),
  MAILBOX_LIST("mailbox-list", MailboxListAttack::new),
  DMARC("dmarc", DmarcAttack::new),
  ARC("arc", ArcAttack::new),
  KEY_RECORD("key-record", KeyRecordAttack::new),
  RESULTS("results", ResultsAttack::new),
  DOMAIN_KEYS("domain-keys", DomainKeysAttack::new),
  TAG_LIST("tag-list", TagListAttack::new),
  DOMAIN_NAME("domain-name", DomainNameAttack::new),
  COMMAND("command", CommandAttack::new),
  PATH("path", PathAttack::new),
  COMMAND_LINES("command-lines", CommandLinesAttack::new),
  CONTENT("content", ContentAttack::new),
  CHUNKS("chunks", ChunksAttack::new),
  REPLY("reply", ReplyAttack::new),
  STATEMENT("statement", StatementAttack::new),
  SASL("sasl", SaslAttack::new),
  PROXY_HEADER("proxy-header", ProxyHeaderAttack::new),
  TOPICS("topics", TopicsAttack::new);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // a constructor
  private final Supplier<Attack> attack;

  Target(String word, Supplier<Attack> attack) {
    this.word = word;
    this.attack = attack;
  }

  /** Its name in lower case with hyphens. */
  public String word() {
    return word;
  }

  Attack attack() {
    return attack.get();
  }

  /** All names, the most exposed targets first. */
  public static List<String> names() {
    return Stream.of(values()).map(Target::word).toList();
  }

  /**
   * The target of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Target named(String name) {
    return Stream.of(values())
        .filter(target -> target.word.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name + ", only " + names()));
  }
}
