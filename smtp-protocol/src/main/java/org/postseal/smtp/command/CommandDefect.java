package org.postseal.smtp.command;

/** What is wrong with the arguments of a command whose verb was understood. */
public enum CommandDefect {
  /** The verb needs an argument and has none. */
  ARGUMENT_MISSING,
  /** The verb allows no argument and has one. */
  ARGUMENT_NOT_ALLOWED,
  /** The argument does not follow the grammar. */
  ARGUMENT_SYNTAX,
  /** The reverse-path is malformed. */
  REVERSE_PATH,
  /** The forward-path is malformed. */
  FORWARD_PATH,
  /** An ESMTP parameter is malformed or its value is not one it can have. */
  PARAMETER_SYNTAX,
  /** An ESMTP parameter is given twice. */
  PARAMETER_REPEATED
}
