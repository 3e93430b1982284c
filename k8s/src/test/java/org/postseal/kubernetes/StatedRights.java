package org.postseal.kubernetes;

import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The access rules a {@code KafkaUser} states, in Kafka's own words. */
final class StatedRights {
  private StatedRights() {}

  static List<AclBinding> of(KafkaUser user) {
    var principal = "User:" + user.getMetadata().getName();
    var authorization = (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
    return authorization.getAcls().stream()
        .flatMap(
            rule ->
                rule.getOperations().stream()
                    .map(
                        operation ->
                            new AclBinding(
                                pattern(rule.getResource()),
                                new AccessControlEntry(
                                    principal,
                                    rule.getHost(),
                                    AclOperation.fromString(
                                        operation.toValue().toUpperCase(Locale.ROOT)),
                                    permission(rule)))))
        .toList();
  }

  private static AclPermissionType permission(AclRule rule) {
    return switch (rule.getType()) {
      case ALLOW -> AclPermissionType.ALLOW;
      case DENY -> AclPermissionType.DENY;
    };
  }

  private static ResourcePattern pattern(AclRuleResource resource) {
    return switch (resource) {
      case AclRuleTopicResource topic ->
          new ResourcePattern(ResourceType.TOPIC, topic.getName(), type(topic.getPatternType()));
      case AclRuleGroupResource group ->
          new ResourcePattern(ResourceType.GROUP, group.getName(), type(group.getPatternType()));
      case AclRuleTransactionalIdResource id ->
          new ResourcePattern(
              ResourceType.TRANSACTIONAL_ID, id.getName(), type(id.getPatternType()));
      default -> throw new AssertionError("a right nobody needs: " + resource.getType());
    };
  }

  private static PatternType type(AclResourcePatternType type) {
    return switch (type) {
      case LITERAL -> PatternType.LITERAL;
      case PREFIX -> PatternType.PREFIXED;
    };
  }
}
