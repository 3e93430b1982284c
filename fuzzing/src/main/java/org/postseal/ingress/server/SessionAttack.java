package org.postseal.ingress.server;

import org.postseal.fuzzing.Attack;
import org.postseal.fuzzing.Chunks;
import org.postseal.fuzzing.Parts;

/**
 * Words that say what the world is like, then all that a client sends: once line by line, where
 * each command has its reply before the next is sent, and once in random pieces. The session ends
 * with a reply that says so, no memory stays reserved, and what is stored is what was sent.
 *
 * <p>The words: {@code submission} or {@code submissions}, {@code reject}, {@code defer}, {@code
 * lost}, {@code unstored}, {@code poor} (in memory), {@code slow} (to read).
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
    int from = 0;
    for (int at = 0; at < octets.length; at++) {
      boolean lineEnds = at > from && octets[at] == '\n' && octets[at - 1] == '\r';
      if (lineEnds) {
        visit.line(octets, from, at + 1 - from);
        from = at + 1;
      }
    }
    visit.send(octets, from, octets.length - from);
    visit.goodbye();
  }

  private static void inPieces(String words, byte[] octets) {
    var visit = new FakeVisit(words);
    Chunks.feed(octets, visit::send);
    visit.goodbye();
  }
}
