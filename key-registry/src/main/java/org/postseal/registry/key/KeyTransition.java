package org.postseal.registry.key;

import java.time.Instant;
import java.util.Optional;

/** What an operator may want of a key. Whether its state allows it is the state's affair. */
public enum KeyTransition {
  ACTIVATE,
  RETIRE,
  REVOKE;

  /** The state after it, or empty if there is no such way out of the present one. */
  public Optional<KeyState> from(KeyState state, Instant now) {
    return switch (this) {
      case ACTIVATE ->
          switch (state) {
            case KeyState.Announced announced -> Optional.of(announced.activate(now));
            case KeyState.Active _, KeyState.Retired _, KeyState.Revoked _ -> Optional.empty();
          };
      case RETIRE ->
          switch (state) {
            case KeyState.Active active -> Optional.of(active.retire(now));
            case KeyState.Announced _, KeyState.Retired _, KeyState.Revoked _ -> Optional.empty();
          };
      case REVOKE ->
          switch (state) {
            case KeyState.Announced announced -> Optional.of(announced.revoke(now));
            case KeyState.Active active -> Optional.of(active.revoke(now));
            case KeyState.Retired retired -> Optional.of(retired.revoke(now));
            case KeyState.Revoked _ -> Optional.empty();
          };
    };
  }
}
