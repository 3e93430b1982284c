package org.postseal.commandline.service;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others, and says which when none is named. */
public abstract class CommandGroup implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final void run() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    throw new ParameterException(
        spec.commandLine(),
        spec.name() + " needs one of: " + String.join(", ", spec.subcommands().keySet()));
  }
}
