package org.postseal.commandline.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that are typed, or made up; never an argument, which every process can see. */
public final class AskedPassword {
  private static final int GENERATED_OCTETS = 18;

  private AskedPassword() {}

  /** One that nobody guesses. */
  public static String generated() {
    var octets = new byte[GENERATED_OCTETS];
    new SecureRandom().nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** Typed on the terminal, else the first line of the standard input; empty if there is none. */
  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
  public static String asked() throws IOException {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      var typed = console.readPassword("password: ");
      return typed == null ? "" : new String(typed);
    }
    var input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    var line = new BufferedReader(input).readLine();
    return line == null ? "" : line;
  }
}
