package org.postseal.fuzzing.session;

import java.util.List;
import org.postseal.fuzzing.Target;
import org.postseal.fuzzing.Targets;

/** A whole session, from the greeting to its end. */
public final class SessionTargets implements Targets {
  @Override
  public List<Target> targets() {
    return List.of(new Target("session", SessionAttack::new));
  }
}
