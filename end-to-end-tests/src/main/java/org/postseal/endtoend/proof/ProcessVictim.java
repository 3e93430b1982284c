package org.postseal.endtoend.proof;

import java.time.Duration;
import org.postseal.endtoend.accounting.Fault.Role;
import org.postseal.endtoend.gateway.OwnProcess;

/** A broker, or one replica of a service. */
record ProcessVictim(String name, Role role, OwnProcess process) implements Victim {
  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void pause() {
    process.pause();
  }

  @Override
  public void resume() {
    process.resume();
  }

  @Override
  public void stop() {
    process.stop();
  }

  @Override
  public void startAgain() {
    process.startAgain();
  }

  @Override
  public boolean isRunning() {
    return process.isRunning();
  }

  @Override
  public void awaitReady(Duration limit) {
    process.awaitReady(limit);
  }
}
