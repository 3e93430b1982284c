package org.postseal.fuzzing.price;

/** What a message can hold more or less of, and how much of it at most. */
enum Ingredient {
  /** DKIM-Signatures by RSA keys of 2,048 bits. */
  RSA_2048(24),
  /** DKIM-Signatures by RSA keys of 4,096 bits. */
  RSA_4096(24),
  /** DKIM-Signatures by RSA keys of 4,096 bits with as long an exponent as is taken. */
  RSA_LONG_EXPONENT(24),
  /** DKIM-Signatures by Ed25519 keys. */
  ED25519(24),
  /** DomainKey-Signatures. */
  DOMAIN_KEYS(24),
  /** ARC sets, each sealed well, but for the oldest, which claims to be of a sealer we trust. */
  ARC_SETS(50),
  /** Results in each ARC set. */
  ARC_RESULTS(40),
  /** Header fields that no signature covers. */
  OTHER_FIELDS(900),
  /** Octets of a field that every signature covers, in hundreds. */
  COVERED_OCTETS(2_000),
  /** White space for canonicalization in it: so many blanks behind each other. */
  GAPS(40),
  /** Tags more than it needs in each signature. */
  TAGS(60),
  /** Labels of the author domain. */
  LABELS(30),
  /** Whether these are U-labels: from 1 on. */
  U_LABELS(2),
  /** Authors in From. */
  AUTHORS(400),
  /** Encoded words in From. */
  ENCODED_WORDS(300),
  /** Fields that claim to be ours. */
  CLAIMS(200),
  /** Terms of the SPF policy. */
  SPF_TERMS(40),
  /** What kind of terms. */
  SPF_KIND(5),
  /** Records in each answer. */
  RECORDS(30);

  private final int most;

  Ingredient(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }
}
