package org.postseal.endtoend.gateway;

import java.time.Duration;

/** A process that can be stopped in every way, and started again. */
public sealed interface OwnProcess extends AutoCloseable permits ServiceProcess, BrokerProcess {
  /** Starts it once more, after {@link #stop} or {@link #kill}. */
  void startAgain();

  /**
   * Waits until it can be used.
   *
   * @throws IllegalStateException if it ends or the limit passes
   */
  OwnProcess awaitReady(Duration limit);

  boolean isRunning();

  /** SIGTERM, then waits for the end. */
  void stop();

  /** SIGKILL, then waits for the end. */
  void kill();

  /** Its process id. */
  long pid();

  /** SIGSTOP: it does nothing from now on, and does not know. */
  default void pause() {
    Signal.STOP.send(pid());
  }

  /** SIGCONT: it goes on where it was, as if no time had passed. */
  default void resume() {
    Signal.CONTINUE.send(pid());
  }

  @Override
  default void close() {
    kill();
  }
}
