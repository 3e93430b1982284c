package org.postseal.authentication.arc;

import org.postseal.authentication.message.Cfws;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.taglist.TagList;

/**
 * What an ARC-Authentication-Results field says: {@code arc-info = instance [CFWS] ";"
 * authres-payload} (RFC 8617 §4.1.1). White space and comments are taken around the parts of {@code
 * instance = [CFWS] %s"i" [CFWS] "=" [CFWS] 1*2DIGIT}, too.
 *
 * @param payload what stands behind the semicolon, as it is
 */
record ArcInfo(int instance, String payload) {

  static ArcInfo of(HeaderField field) throws Malformed {
    return new Reader(field.value()).arcInfo();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    ArcInfo arcInfo() throws Malformed {
      skipCfws();
      require('i');
      skipCfws();
      require('=');
      skipCfws();
      int digits = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      long instance = TagList.decimal(text.substring(digits, at)).orElse(0L);
      skipCfws();
      require(';');
      if (instance < 1 || instance > ArcTags.MAX_INSTANCE) {
        throw malformed();
      }
      return new ArcInfo((int) instance, text.substring(at));
    }

    private void skipCfws() throws Malformed {
      at = Cfws.end(text, at);
      if (at == Cfws.UNENDED) {
        throw malformed();
      }
    }

    private void require(char wanted) throws Malformed {
      if (at == text.length() || text.charAt(at) != wanted) {
        throw malformed();
      }
      at++;
    }

    private static Malformed malformed() {
      return new Malformed(ArcSet.RESULTS + ": there is no proper i=");
    }
  }
}
