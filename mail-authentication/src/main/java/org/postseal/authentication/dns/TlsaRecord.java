package org.postseal.authentication.dns;

/**
 * One TLSA record (RFC 6698 §2): which certificate, or which key, a TLS server shows. Numbers
 * nobody has defined are kept as they came; who uses the record judges them.
 *
 * @param usage 0 to 255; 2 is DANE-TA, 3 is DANE-EE (RFC 7218)
 * @param selector 0 the whole certificate, 1 its SubjectPublicKeyInfo
 * @param matching 0 as it is, 1 SHA-256 of it, 2 SHA-512
 * @param association the data, as lower-case hex
 */
public record TlsaRecord(int usage, int selector, int matching, String association) {}
