package org.postseal.kubernetes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets that have to be there before the chart is installed, beside those of the script. */
final class ExistingSecrets {
  private static final Set<String> CERTIFICATE = Set.of("ca.crt", "tls.crt", "tls.key");
  private static final List<String> PRINCIPALS =
      List.of("ingress-smtp", "signer", "verifier", "key-registry", "relay", "operator");

  private ExistingSecrets() {}

  /** For a set of values, by its name: as the comments in values.yaml say. */
  static Map<String, Set<String>> of(Path values) {
    var secrets = new HashMap<>(SecretsScript.secrets());
    switch (values.getFileName().toString()) {
      case "confluent.yaml" -> principals(secrets, Set.of("sasl.jaas.config"));
      case "msk.yaml" -> {
        principals(secrets, Set.of("sasl.jaas.config"));
        secrets.remove("relay");
        secrets.remove("verifier");
        secrets.put("relay-kafka", Set.of("sasl.jaas.config"));
        secrets.put("verifier-kafka", Set.of("sasl.jaas.config"));
        secrets.put("keda", Set.of("username", "password"));
      }
      case "mutual-tls.yaml" -> {
        principals(secrets, Set.of("user.p12", "user.password"));
        secrets.put("kafka-authority", Set.of("ca.crt"));
        secrets.put("keda-certificate", Set.of("user.crt", "user.key"));
      }
      case "bare-cluster.yaml" -> {
        secrets.put("wildcard-certificate", CERTIFICATE);
        secrets.put("key-registry-https", CERTIFICATE);
      }
      case "existing-secrets.yaml" -> {
        secrets.clear();
        secrets.put("mail-accounts", Set.of("accounts"));
        secrets.put("store-signer", Set.of("registry-token"));
        secrets.put("store-verifier", Set.of("registry-token"));
        secrets.put("store-registry", Set.of("tokens", "key-encryption-keys"));
        secrets.put("store-relay", Set.of("tokens"));
        secrets.put("store-operator", Set.of("registry-token", "relay-token"));
      }
      default -> {}
    }
    return secrets;
  }

  private static void principals(Map<String, Set<String>> secrets, Set<String> keys) {
    PRINCIPALS.forEach(principal -> secrets.put(principal, keys));
  }
}
