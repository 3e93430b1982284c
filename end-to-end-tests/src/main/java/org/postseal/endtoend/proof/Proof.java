package org.postseal.endtoend.proof;

import java.util.List;
import org.postseal.endtoend.gateway.Application;

/** {@code ./postseal bench proof}; see {@link ProofArguments#HELP}. */
public final class Proof {
  private Proof() {}

  public static void main(String[] arguments) throws InterruptedException {
    switch (ProofArguments.parse(List.of(arguments))) {
      case ProofArguments.Help() -> System.out.print(ProofArguments.HELP);
      case ProofArguments.Unusable(var line) -> {
        System.err.println("postseal: " + line);
        System.exit(2);
      }
      case ProofArguments.Run(var plan) -> {
        var directory = Application.repository().resolve("target/proof");
        System.exit(ProofRun.of(plan, directory, System.out).isGood() ? 0 : 1);
      }
    }
  }
}
