package org.postseal.fuzzing.session;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.postseal.fuzzing.Attack;
import org.postseal.fuzzing.Chunks;
import org.postseal.fuzzing.Parts;

/**
 * Words that say what the world is like, then all that a client sends: once line by line, where
 * each command has its reply before the next is sent, and once in random pieces. The session ends
 * with a reply that says so, no memory stays reserved, and what is stored is what was sent.
 *
 * <p>The words: {@code submission} or {@code submissions}, {@code reject}, {@code defer}, {@code
 * lost}, {@code unstored}, {@code poor} (in memory), {@code slow} (to read), {@code trusted} (to
 * say XCLIENT), {@code unwelcome} (is who it then names).
 */
public final class SessionAttack implements Attack {
  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 2);
    String words = parts.text(0);
    lineByLine(words, parts.octets(1));
    inPieces(words, parts.octets(1));
  }

  private static void lineByLine(String words, byte[] octets) {
    var visit = new FakeVisit(words);
    int at = 0;
    while (at < octets.length) {
      at += visit.turn(octets, at);
    }
    visit.goodbye(mayEndInChunk(octets));
  }

  private static void inPieces(String words, byte[] octets) {
    var visit = new FakeVisit(words);
    Chunks.feed(octets, visit::send);
    visit.goodbye(mayEndInChunk(octets));
  }

  private static boolean mayEndInChunk(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1)
        .toUpperCase(Locale.ROOT)
        .contains("BDAT");
  }
}
