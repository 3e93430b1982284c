package org.postseal.accounts.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postseal.accounts.Account;

/**
 * Passwords that were verified a short while ago, as keyed hashes under a key that never leaves
 * this process, so that a busy client costs one slow check and not one a session. Safe for several
 * threads. It holds no more entries than there are accounts.
 */
public final class RememberedPasswords {
  private final byte[] key = new byte[32];
  private final Duration lifetime;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(byte[] proof, Account account, Instant until) {}

  /**
   * @param lifetime how long each is remembered
   */
  public RememberedPasswords(Duration lifetime, InstantSource clock) {
    this.lifetime = lifetime;
    this.clock = clock;
    new SecureRandom().nextBytes(key);
  }

  /** Only a password that was right before is found; anything else must be checked. */
  public Optional<Account> find(String name, String password) {
    var now = clock.instant();
    return Optional.ofNullable(entries.get(name))
        .filter(entry -> now.isBefore(entry.until()))
        .filter(entry -> MessageDigest.isEqual(entry.proof(), proof(name, password)))
        .map(Entry::account);
  }

  public void remember(Account account, String password) {
    entries.put(
        account.name(),
        new Entry(proof(account.name(), password), account, clock.instant().plus(lifetime)));
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
