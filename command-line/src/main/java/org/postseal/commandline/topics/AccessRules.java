package org.postseal.commandline.topics;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TopicAccess;
import org.postseal.topics.TopicPrincipal;

/**
 * The least a broker must allow its clients. READ and WRITE each imply DESCRIBE; a producer is
 * idempotent by its right to WRITE a topic.
 */
public final class AccessRules {
  private static final String ANY_HOST = "*";

  private AccessRules() {}

  /** Every rule of every principal. */
  public static List<AclBinding> all() {
    var rules = new ArrayList<AclBinding>();
    for (var principal : TopicPrincipal.values()) {
      rules.addAll(of(principal));
    }
    return rules;
  }

  /** What one principal may do, and it may do nothing else. */
  public static List<AclBinding> of(TopicPrincipal principal) {
    var rules = new ArrayList<AclBinding>();
    for (var topic : TopicAccess.writtenBy(principal)) {
      rules.add(allow(principal, AclOperation.WRITE, topic(topic.topic())));
    }
    for (var topic : TopicAccess.readBy(principal)) {
      rules.add(allow(principal, AclOperation.READ, topic(topic.topic())));
    }
    principal
        .groupPrefix()
        .map(prefix -> prefixed(ResourceType.GROUP, prefix))
        .ifPresent(groups -> rules.add(allow(principal, AclOperation.READ, groups)));
    principal
        .transactionalIdPrefix()
        .map(prefix -> prefixed(ResourceType.TRANSACTIONAL_ID, prefix))
        .ifPresent(ids -> rules.add(allow(principal, AclOperation.WRITE, ids)));
    if (principal == TopicPrincipal.OPERATOR) {
      rules.addAll(watching(principal));
    }
    return rules;
  }

  /** To see how far every service's groups have come, and not a record of what they read. */
  private static List<AclBinding> watching(TopicPrincipal operator) {
    var rules = new ArrayList<AclBinding>();
    var read = EnumSet.noneOf(MailTopic.class);
    for (var watched : TopicPrincipal.values()) {
      if (watched != operator && watched.groupPrefix().isPresent()) {
        var groups = prefixed(ResourceType.GROUP, watched.groupPrefix().get());
        rules.add(allow(operator, AclOperation.DESCRIBE, groups));
        read.addAll(TopicAccess.readBy(watched));
      }
    }
    for (var topic : read) {
      rules.add(allow(operator, AclOperation.DESCRIBE, topic(topic.topic())));
    }
    return rules;
  }

  /** A rule as one line for people. */
  public static String line(AclBinding rule) {
    var resource = rule.pattern();
    return rule.entry().principal()
        + " may "
        + rule.entry().operation()
        + " "
        + resource.resourceType()
        + " "
        + resource.name()
        + (resource.patternType() == PatternType.PREFIXED ? "*" : "");
  }

  private static ResourcePattern topic(String name) {
    return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
  }

  private static ResourcePattern prefixed(ResourceType type, String prefix) {
    return new ResourcePattern(type, prefix, PatternType.PREFIXED);
  }

  private static AclBinding allow(
      TopicPrincipal principal, AclOperation operation, ResourcePattern resource) {
    return new AclBinding(
        resource,
        new AccessControlEntry(
            "User:" + principal.principalName(), ANY_HOST, operation, AclPermissionType.ALLOW));
  }
}
