package org.postseal.benchmarks.authentication;

import java.nio.charset.StandardCharsets;

/** Messages of a wanted size, with the header fields that mail on its way has. */
final class SampleMail {
  private static final String HEADER =
      """
      Received: from mail.example.org (mail.example.org [192.0.2.10])
      \tby mx.example.net with ESMTPS id 4F3c2k1Zz7z9
      \tfor <jane@example.net>; Mon, 23 Nov 2026 10:00:00 +0000
      Received: from [198.51.100.7] (client.example.com [198.51.100.7])
      \tby mail.example.org with ESMTPSA id 1A2b3C4d5E
      \tfor <jane@example.net>; Mon, 23 Nov 2026 09:59:58 +0000
      From: Joe Example <joe@example.com>
      To: Jane Doe <jane@example.net>
      Subject: Figures of the third quarter
      Date: Mon, 23 Nov 2026 09:59:57 +0000
      Message-ID: <20261123095957.12345@example.com>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit
      User-Agent: Mutt/2.2.13

      """
          .replace("\n", "\r\n");

  private static final String PARAGRAPH =
      """
      The quick brown fox jumps over the lazy dog, and nobody knows whatever for.
      Where the dog lives, no fox was seen for years; so it is said, at least.

      > He who quotes indents,  and mostly twice.
      """
          .replace("\n", "\r\n");

  private SampleMail() {}

  /** A message without a signature, of at most that many octets and not much less. */
  static byte[] ofSize(int octets) {
    int paragraphs = Math.max(1, (octets - HEADER.length()) / PARAGRAPH.length());
    return (HEADER + PARAGRAPH.repeat(paragraphs)).getBytes(StandardCharsets.US_ASCII);
  }

  /** The header section alone, without the empty line. */
  static byte[] headerSection() {
    return HEADER.substring(0, HEADER.length() - 2).getBytes(StandardCharsets.US_ASCII);
  }

  /** A message below one more header field. */
  static byte[] below(String field, byte[] message) {
    byte[] first = (field + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[first.length + message.length];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(message, 0, whole, first.length, message.length);
    return whole;
  }
}
