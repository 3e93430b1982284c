package org.postseal.authentication.message;

/**
 * RFC 4870 §3.4.2.2 "nofws": all white space is removed, bare CR and LF included; empty lines at
 * the end are ignored; each line ends with CRLF; an empty body is nothing.
 */
final class NofwsBody extends CanonicalBody {
  private long heldLineEnds;
  private boolean heldCr;

  @Override
  void update(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      byte octet = octets[at];
      if (octet == '\n' && heldCr) {
        heldLineEnds++;
      }
      heldCr = octet == '\r';
      if (DomainKeysSelection.isFws(octet)) {
        at++;
        continue;
      }
      emitLineEnds(heldLineEnds);
      heldLineEnds = 0;
      int end = Math.max(at + 1, OctetScan.nextSpaceOrControl(octets, at + 1, to));
      emit(octets, at, end);
      at = end;
    }
  }

  @Override
  void end() {
    if (!isEmpty()) {
      emitLineEnds(1);
    }
  }
}
