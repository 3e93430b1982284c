package org.postseal.registry.journal;

import java.time.Instant;
import org.postseal.registry.key.KeyEncryption;

/**
 * By which rules a change is made. Pure: the state, the change and the time go in, a decision comes
 * out.
 */
final class ChangeRules {

  private final DomainRules domains;
  private final BlocklistRules blocklist;
  private final KeyRules keys;
  private final SealingRules sealing;

  ChangeRules(RegistryState state, KeyEncryption encryption) {
    this.domains = new DomainRules(state);
    this.blocklist = new BlocklistRules(state);
    this.keys = new KeyRules(state, encryption);
    this.sealing = new SealingRules(state, encryption);
  }

  Decision decide(RegistryChange change, String author, Instant now) {
    return switch (change) {
      case RegistryChange.PutDomain put -> domains.put(put);
      case RegistryChange.DeleteDomain delete -> domains.delete(delete);
      case RegistryChange.PutOnBlocklist put -> blocklist.putOn(put, author, now);
      case RegistryChange.TakeOffBlocklist take -> blocklist.takeOff(take);
      case RegistryChange.ImportBlocklist(var lines) -> blocklist.bringIn(lines, author, now);
      case RegistryChange.AddKey add -> keys.add(add, now);
      case RegistryChange.MoveKey move -> keys.move(move, now);
      case RegistryChange.SeeKey see -> keys.see(see, now);
      case RegistryChange.NoteLateKey late -> keys.noteLate(late);
      case RegistryChange.SealAnew(var keyIds) -> sealing.sealAnew(keyIds);
    };
  }
}
