package org.postseal.commandline.setup;

import java.util.Optional;

/** Asks people, where there is a terminal. */
final class Questions {

  /**
   * What is answered, or what is offered if nothing is.
   *
   * @return empty if there is nobody to ask, or no answer and nothing to offer
   */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
  Optional<String> ask(String question, String offered) {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      return Optional.empty();
    }
    var typed = console.readLine("%s%s: ", question, offered.isEmpty() ? "" : " [" + offered + "]");
    var answer = typed == null || typed.isBlank() ? offered : typed.strip();
    return Optional.of(answer).filter(text -> !text.isEmpty());
  }
}
