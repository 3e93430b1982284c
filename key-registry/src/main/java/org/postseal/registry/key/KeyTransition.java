package org.postseal.registry.key;

import java.time.Instant;
import java.util.Optional;
import org.postseal.registry.key.KeyState.Active;
import org.postseal.registry.key.KeyState.Announced;
import org.postseal.registry.key.KeyState.Published;
import org.postseal.registry.key.KeyState.Retired;
import org.postseal.registry.key.KeyState.Revoked;

/** What may be wanted of a key. Whether its state allows it is the state's affair. */
public enum KeyTransition {
  /** Its record has been seen in the public DNS. */
  PUBLISH,
  /** Sign with a key whose record has been seen. */
  ACTIVATE,
  /** Sign with it whether its record has been seen or not. */
  FORCE,
  RETIRE,
  /** Its record says that it is void, which no mail on its way can miss. */
  REVOKE,
  /** The same at once, whatever becomes of mail that it signed: the key is in wrong hands. */
  REVOKE_AT_ONCE;

  /** The state after it, or empty if there is no such way out of the present one. */
  public Optional<KeyState> from(KeyState state, Instant now) {
    return switch (this) {
      case PUBLISH ->
          switch (state) {
            case Announced announced -> Optional.of(announced.publish(now));
            case Published _, Active _, Retired _, Revoked _ -> Optional.empty();
          };
      case ACTIVATE ->
          switch (state) {
            case Published published -> Optional.of(published.activate(now));
            case Announced _, Active _, Retired _, Revoked _ -> Optional.empty();
          };
      case FORCE ->
          switch (state) {
            case Announced announced -> Optional.of(announced.force(now));
            case Published published -> Optional.of(published.activate(now));
            case Active _, Retired _, Revoked _ -> Optional.empty();
          };
      case RETIRE ->
          switch (state) {
            case Active active -> Optional.of(active.retire(now));
            case Announced _, Published _, Retired _, Revoked _ -> Optional.empty();
          };
      case REVOKE ->
          switch (state) {
            case Announced announced -> Optional.of(announced.revoke(now));
            case Published published -> Optional.of(published.revoke(now));
            case Retired retired when retired.isLongGone(now) -> Optional.of(retired.revoke(now));
            case Active _, Retired _, Revoked _ -> Optional.empty();
          };
      case REVOKE_AT_ONCE ->
          switch (state) {
            case Announced announced -> Optional.of(announced.revoke(now));
            case Published published -> Optional.of(published.revoke(now));
            case Active active -> Optional.of(active.revoke(now));
            case Retired retired -> Optional.of(retired.revoke(now));
            case Revoked _ -> Optional.empty();
          };
    };
  }
}
