package org.postseal.smtp.path;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads paths from octets (RFC 5321 §4.1.2). It goes no further than the closing bracket, so that
 * the caller can judge what follows on its own.
 *
 * <p>Octets beyond ASCII are taken as UTF-8 (RFC 6531 §3.3); whether they are welcome is the
 * server's decision. An underscore is taken in a domain: the grammar has none, Postfix and Exim
 * accept it, and mail from such hosts exists.
 */
public final class PathParser {
  private final byte[] octets;
  private final int start;
  private final int end;
  private final PathLimits limits;
  private int at;

  private PathParser(byte[] octets, int start, int end, PathLimits limits) {
    this.octets = octets;
    this.start = start;
    this.end = end;
    this.limits = limits;
    this.at = start;
  }

  /** {@code Reverse-path = Path / "<>"}. */
  public static PathResult<ReversePath> reversePath(
      byte[] octets, int start, int end, PathLimits limits) {
    if (start + 1 < end && octets[start] == '<' && octets[start + 1] == '>') {
      return new PathResult.Parsed<>(ReversePath.nullReversePath(), start + 2);
    }
    return switch (path(octets, start, end, limits)) {
      case PathResult.Parsed<Mailbox>(var mailbox, var after) ->
          new PathResult.Parsed<>(ReversePath.of(mailbox), after);
      case PathResult.Defective<Mailbox>(var defect, var where) ->
          new PathResult.Defective<>(defect, where);
    };
  }

  /** {@code "<Postmaster>" / Forward-path} (RFC 5321 §4.1.1.3). */
  public static PathResult<ForwardPath> forwardPath(
      byte[] octets, int start, int end, PathLimits limits) {
    if (isPostmaster(octets, start, end)) {
      return new PathResult.Parsed<>(new ForwardPath.Postmaster(), start + "<postmaster>".length());
    }
    return switch (path(octets, start, end, limits)) {
      case PathResult.Parsed<Mailbox>(var mailbox, var after) ->
          new PathResult.Parsed<>(new ForwardPath.Recipient(mailbox), after);
      case PathResult.Defective<Mailbox>(var defect, var where) ->
          new PathResult.Defective<>(defect, where);
    };
  }

  /** {@code Path = "<" [ A-d-l ":" ] Mailbox ">"}. */
  static PathResult<Mailbox> path(byte[] octets, int start, int end, PathLimits limits) {
    var parser = new PathParser(octets, start, end, limits);
    try {
      return new PathResult.Parsed<>(parser.path(), parser.at);
    } catch (Stop stop) {
      return new PathResult.Defective<>(stop.defect, stop.at);
    }
  }

  private static boolean isPostmaster(byte[] octets, int start, int end) {
    var wanted = "<postmaster>";
    if (end - start < wanted.length()) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      var octet = octets[start + i];
      var lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
      if (lower != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private Mailbox path() throws Stop {
    expect('<', PathDefect.NO_OPENING_BRACKET);
    if (peek() == '@') {
      sourceRoute();
    }
    var localPart = localPart();
    expect('@', PathDefect.NO_DOMAIN);
    var domain = peek() == '[' ? addressLiteral() : domain();
    expect('>', PathDefect.NO_CLOSING_BRACKET);
    if (at - start > limits.path()) {
      throw stop(PathDefect.PATH_TOO_LONG);
    }
    return new Mailbox(localPart, domain);
  }

  /**
   * {@code A-d-l = At-domain *( "," At-domain )}. Accepted and forgotten, as RFC 5321 §4.1.1.3 and
   * appendix C want it.
   */
  private void sourceRoute() throws Stop {
    do {
      expect('@', PathDefect.SOURCE_ROUTE);
      var _ = domain();
    } while (skipIf(','));
    expect(':', PathDefect.SOURCE_ROUTE);
  }

  /** {@code Local-part = Dot-string / Quoted-string}. */
  private String localPart() throws Stop {
    var localPart = peek() == '"' ? quotedString() : dotString();
    return localPart;
  }

  /**
   * {@code Dot-string = Atom *("." Atom)}. Dots that follow each other or stand at the end are
   * taken, too: some providers have such mailboxes. They are written in quotation marks again.
   */
  private String dotString() throws Stop {
    int from = at;
    while (at < end && (isAtext(octets[at]) || (octets[at] == '.' && at > from))) {
      at++;
    }
    if (at == from) {
      throw stop(PathDefect.LOCAL_PART);
    }
    checkLocalPart(at - from);
    return text(octets, from, at);
  }

  /** {@code Quoted-string = DQUOTE *( qtextSMTP / quoted-pairSMTP ) DQUOTE}. */
  private String quotedString() throws Stop {
    int from = at++;
    var content = new byte[Math.max(0, end - at)];
    int length = 0;
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      int octet = peek();
      if (octet < 0 || (octet & 0xff) < ' ' || octet == 0x7f) {
        throw stop(PathDefect.LOCAL_PART);
      }
      content[length++] = octets[at++];
    }
    at++;
    checkLocalPart(at - from);
    return text(content, 0, length);
  }

  private void checkLocalPart(int length) throws Stop {
    if (length > limits.localPart()) {
      throw stop(PathDefect.LOCAL_PART_TOO_LONG);
    }
  }

  /** {@code Domain = sub-domain *("." sub-domain)}. */
  private MailDomain domain() throws Stop {
    int from = at;
    do {
      int label = at;
      while (at < end && isLdh(octets[at])) {
        at++;
      }
      if (at == label || octets[label] == '-' || octets[at - 1] == '-') {
        throw stop(PathDefect.DOMAIN);
      }
    } while (skipIf('.'));
    if (at - from > limits.domain()) {
      throw stop(PathDefect.DOMAIN_TOO_LONG);
    }
    return new MailDomain.Name(text(octets, from, at).toLowerCase(Locale.ROOT));
  }

  /** {@code address-literal = "[" ( IPv4 / "IPv6:" IPv6 / General-address-literal ) "]"}. */
  private MailDomain addressLiteral() throws Stop {
    int from = ++at;
    while (at < end && octets[at] != ']') {
      if (octets[at] <= ' ' || octets[at] >= 0x7f || octets[at] == '[' || octets[at] == '\\') {
        throw stop(PathDefect.ADDRESS_LITERAL);
      }
      at++;
    }
    var content = text(octets, from, at);
    expect(']', PathDefect.ADDRESS_LITERAL);
    return AddressLiterals.parse(content).orElseThrow(() -> stop(PathDefect.ADDRESS_LITERAL));
  }

  private String text(byte[] source, int from, int to) throws Stop {
    for (int i = from; i < to; i++) {
      if (source[i] < 0) {
        return utf8(source, from, to);
      }
    }
    return new String(source, from, to - from, StandardCharsets.US_ASCII);
  }

  private String utf8(byte[] source, int from, int to) throws Stop {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(source, from, to - from))
          .toString();
    } catch (CharacterCodingException _) {
      throw stop(PathDefect.NOT_UTF8);
    }
  }

  /** {@code atext} of RFC 5322 §3.2.3, and the UTF-8 octets of RFC 6531. */
  static boolean isAtext(byte octet) {
    return octet < 0
        || isLetterOrDigit(octet)
        || (octet > ' ' && "!#$%&'*+-/=?^_`{|}~".indexOf(octet) >= 0);
  }

  private static boolean isLdh(byte octet) {
    return octet < 0 || isLetterOrDigit(octet) || octet == '-' || octet == '_';
  }

  private static boolean isLetterOrDigit(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9');
  }

  /** The octet here as 0 to 255, or -1 at the end. */
  private int peek() {
    return at < end ? octets[at] & 0xff : -1;
  }

  private boolean skipIf(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted, PathDefect otherwise) throws Stop {
    if (!skipIf(wanted)) {
      throw stop(otherwise);
    }
  }

  private Stop stop(PathDefect defect) {
    return new Stop(defect, at);
  }

  /** Leaves the recursive descent; never seen outside of this class. */
  private static final class Stop extends Exception {
    private static final long serialVersionUID = 1;
    private final PathDefect defect;
    private final int at;

    private Stop(PathDefect defect, int at) {
      super(null, null, false, false);
      this.defect = defect;
      this.at = at;
    }
  }
}
