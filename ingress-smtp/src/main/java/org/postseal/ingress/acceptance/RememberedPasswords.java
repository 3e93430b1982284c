package org.postseal.ingress.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were verified a short while ago, as keyed hashes under a key that never leaves
 * this process, so that a busy client costs one slow check and not one a session. Safe for several
 * threads. It holds no more entries than there are accounts.
 */
public final class RememberedPasswords {
  private final byte[] key = new byte[32];
  private final Duration lifetime;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(byte[] proof, Account account, Instant until) {}

  public RememberedPasswords(Duration lifetime) {
    this.lifetime = lifetime;
    new SecureRandom().nextBytes(key);
  }

  /** Only a password that was right before is found; anything else must be checked. */
  public Optional<Account> find(String name, String password, Instant now) {
    return Optional.ofNullable(entries.get(name))
        .filter(entry -> now.isBefore(entry.until()))
        .filter(entry -> MessageDigest.isEqual(entry.proof(), proof(name, password)))
        .map(Entry::account);
  }

  public void remember(Account account, String password, Instant now) {
    entries.put(
        account.name(), new Entry(proof(account.name(), password), account, now.plus(lifetime)));
  }

  /** The accounts have changed. */
  public void forgetAll() {
    entries.clear();
  }

  private byte[] proof(String name, String password) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
