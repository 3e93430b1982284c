package org.postseal.ingress.connection;

import java.util.Optional;
import org.postseal.ingress.session.SessionAction;
import org.postseal.smtp.framing.ChunkFramer;
import org.postseal.smtp.framing.ContentDefect;
import org.postseal.smtp.framing.ContentFramer;
import org.postseal.smtp.framing.OctetSink;

/** Where content ends: after a dot alone on its line, or after the octets of the last chunk. */
sealed interface ContentFraming {

  static ContentFraming of(SessionAction.Framing framing, int lineLimit) {
    return switch (framing) {
      case DATA -> new Dotted(new ContentFramer(lineLimit));
      case CHUNKS -> new Chunked(new ChunkFramer(lineLimit));
    };
  }

  /** Takes octets up to the end of the content or chunk and returns how many of them those were. */
  <X extends Exception> int feed(byte[] octets, int offset, int length, OctetSink<X> sink) throws X;

  boolean isComplete();

  /** Whether the chunk has ended; there is none but after BDAT. */
  boolean isChunkComplete();

  void beginChunk(long octets, boolean last);

  /** Whether the content has ended within a line. */
  boolean lacksLineEnd();

  Optional<ContentDefect> defect();

  /** RFC 5321 §4.1.1.4. */
  record Dotted(ContentFramer framer) implements ContentFraming {
    @Override
    public <X extends Exception> int feed(byte[] octets, int offset, int length, OctetSink<X> sink)
        throws X {
      return framer.feed(octets, offset, length, sink);
    }

    @Override
    public boolean isComplete() {
      return framer.isComplete();
    }

    @Override
    public boolean isChunkComplete() {
      return false;
    }

    @Override
    public void beginChunk(long octets, boolean last) {
      throw new IllegalStateException("DATA and BDAT exclude each other");
    }

    @Override
    public boolean lacksLineEnd() {
      return false;
    }

    @Override
    public Optional<ContentDefect> defect() {
      return framer.defect();
    }
  }

  /** RFC 3030 §2. */
  record Chunked(ChunkFramer framer) implements ContentFraming {
    @Override
    public <X extends Exception> int feed(byte[] octets, int offset, int length, OctetSink<X> sink)
        throws X {
      return framer.feed(octets, offset, length, sink);
    }

    @Override
    public boolean isComplete() {
      return framer.isComplete();
    }

    @Override
    public boolean isChunkComplete() {
      return framer.isChunkComplete();
    }

    @Override
    public void beginChunk(long octets, boolean last) {
      framer.begin(octets, last);
    }

    @Override
    public boolean lacksLineEnd() {
      return framer.lacksLineEnd();
    }

    @Override
    public Optional<ContentDefect> defect() {
      return framer.defect();
    }
  }
}
