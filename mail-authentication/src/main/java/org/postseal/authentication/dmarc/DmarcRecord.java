package org.postseal.authentication.dmarc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DMARC policy record, RFC 9989 §4.7. What it says wrongly is as if it said nothing, except in
 * {@code p}, {@code sp} and {@code np}.
 *
 * @param text as published
 * @param tags every tag, known or not, by its name in lower case; the value as published
 * @param p for the domain itself
 * @param sp for subdomains
 * @param np for subdomains that do not exist
 * @param soundness whether p, sp and np can be taken as they are
 * @param rua where aggregate reports go: syntactically valid URIs only
 * @param ruf where failure reports go, likewise
 * @param ignored pieces that are no tag, or repeat one
 */
public record DmarcRecord(
    String text,
    Map<String, String> tags,
    Optional<Policy> p,
    Optional<Policy> sp,
    Optional<Policy> np,
    Soundness soundness,
    PublicSuffix psd,
    TestMode t,
    AlignmentMode adkim,
    AlignmentMode aspf,
    List<ReportUri> rua,
    List<ReportUri> ruf,
    List<String> ignored) {

  /** RFC 9989 §4.10.1 about {@code p}, {@code sp} and {@code np}. */
  public enum Soundness {
    /** p is there, and all that are there are policies. */
    SOUND,
    /** One is not, but reports are wanted: as if it said {@code p=none}. */
    REPORTS_ONLY,
    /** One is not, and nobody wants reports: no DMARC processing. */
    UNUSABLE
  }

  public DmarcRecord {
    tags = Map.copyOf(tags);
    rua = List.copyOf(rua);
    ruf = List.copyOf(ruf);
    ignored = List.copyOf(ignored);
  }

  /**
   * Whether a TXT record is a DMARC record of this version: {@code v=DMARC1} stands first, its
   * value in exactly this case.
   */
  public static boolean isDmarc(String text) {
    return DmarcRecordParser.isDmarc(text);
  }

  /** Reads a TXT record that {@link #isDmarc}, each octet as an ISO-8859-1 character. */
  public static DmarcRecord parse(String text) {
    return new DmarcRecordParser(text).dmarcRecord();
  }

  /** RFC 9989 §4.10.1: for the domain the record is of. */
  Policy forItself() {
    return p.orElse(Policy.NONE);
  }

  /** RFC 9989 §4.10.1: for a subdomain that exists. */
  Policy forSubdomain() {
    return sp.orElseGet(this::forItself);
  }

  /** RFC 9989 §4.10.1: for a subdomain that does not exist. */
  Policy forNonExistentSubdomain() {
    return np.orElseGet(this::forSubdomain);
  }
}
