package org.postseal.authentication.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * U-labels by IDNA 2008 (RFC 5890 to 5893). The A-labels expected are another implementation's:
 * they were computed with the {@code idna} package of Python.
 */
class UnicodeNamesTest {

  @ParameterizedTest
  @CsvSource({
    // what IDNA 2003 made another name of (RFC 5894 §7.2)
    "stra\u00DFe.example, xn--strae-oqa.example",
    "fa\u00DF.example, xn--fa-hia.example",
    "\u03B2\u03CC\u03BB\u03BF\u03C2.example, xn--nxasmm1c.example",
    "\u03C2\u03C2.example, xn--3xaa.example",
    // joiners in their context (RFC 5892 A.1, A.2): behind a virama; between letters that join
    "\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.example, xn--mgba3gch31f060k.example",
    "\u0915\u094D\u200D\u0937.example, xn--11b2ezcw70k.example",
    "\u0DC1\u0DCA\u200D\u0DBB\u0DD3.example, xn--10cl1a0b660p.example",
    "\u0915\u094D\u200D.example, xn--11b6iy14e.example",
    "\u0646\u200C\u0627.example, xn--mgb5d845h.example",
    // right to left: a digit behind letters, Dhivehi with its vowel signs at the end, digits
    "\u05E9\u05DC\u05D5\u05DD1.example, xn--1-9hcuf1d.example",
    "\u078B\u07A8\u0788\u07AC\u0780\u07A8.example, xn--hqbpi0jcw.example",
    "\u0645\u062B\u0627\u0644.example, xn--mgbh0fb.example",
    "\u05D0\u05F3.example, xn--4db4e.example",
    // digits of other scripts
    "\u0E51\u0E52.example, xn--c5cc.example",
    "\u17E5.example, xn--e5e.example",
    "\u3007.example, xn--w6j.example",
    // middle dots in their context
    "l\u00B7l.example, xn--ll-0ea.example",
    "\u30AB\u30FB\u30BF.example, xn--lckxb3k.example",
    "\u0375\u03B1.example, xn--wva4j.example",
    // beyond the first plane
    "\uD800\uDF00.example, xn--097c.example",
  })
  void aULabelIsOneALabel(String text, String ascii) {
    assertThat(DomainName.parse(text)).contains(new DomainName(ascii));
  }

  @ParameterizedTest
  @CsvSource({
    "B\u00DCCHER.example, xn--bcher-kva.example",
    "bu\u0308cher.example, xn--bcher-kva.example",
    "STRA\u1E9EE.example, xn--strae-oqa.example",
    "\u03A9mega.example, xn--mega-fpd.example",
    "\uFF45\uFF58\uFF41\uFF4D\uFF50\uFF4C\uFF45.com, example.com",
    "\u3300.example, xn--cckzd0a3n.example",
    "b\u00FC\u00ADcher.example, xn--bcher-kva.example",
    "b\u00FCcher\u3002example, xn--bcher-kva.example",
    "b\u00FCcher\uFF0Eexample, xn--bcher-kva.example",
    "b\u00FCcher\uFF61example, xn--bcher-kva.example",
    "example\u3002com, example.com",
    "_dmarc.b\u00FCcher.example, _dmarc.xn--bcher-kva.example",
    "xn--bcher-kva.b\u00FCcher.example, xn--bcher-kva.xn--bcher-kva.example",
  })
  void whatLooksLikeANameIsThatName(String text, String ascii) {
    assertThat(DomainName.parse(text)).contains(new DomainName(ascii));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // joiners out of context
        "a\u200Db.example",
        "a\u200Cb.example",
        "\u200D\u0915.example",
        "\u0627\u200C\u0646.example",
        // the Bidi rule (RFC 5893 §2)
        "1\u05E9\u05DC\u05D5\u05DD.example",
        "\u05E9\u05DC\u05D5\u05DDa.example",
        "\u05D0a1\u05D1.example",
        "\u0661\u0662\u0663.example",
        "0\u00E0.\u05D0",
        // hyphens where none may be (RFC 5891 §4.2.3.1)
        "ab--\u00FC.example",
        "-\u00FC.example",
        "\u00FC-.example",
        // a combining mark at the front (RFC 5891 §4.2.3.2)
        "\u0308a\u00FC.example",
        // middle dots and the like out of context
        "a\u00B7b.example",
        "l\u00B7a.example",
        "\u30FB\u30FB.example",
        "\u03B1\u0375.example",
        "\u05F3.example",
        "\u0645\u0661\u06F2.example",
        // what RFC 5892 disallows: emoji, signs, old Hangul, tatweel, unassigned and private
        "\u2615.example",
        "i\u2764.ws",
        "\u221A.example",
        "\u2260.example",
        "\u00BD.example",
        "\u0E4F\u0E51.example",
        "\u1100.example",
        "\u0645\u0640\u062B.example",
        "\u302E\u3042.example",
        "a\u20D0.example",
        "\uD834\uDD00.example",
        "\u0378.example",
        "\uE000.example",
        "\uFFFD.example",
        "\uFFFE.example",
        "\uDB40\uDC01.example",
        "\u202Eb\u00FCcher.example",
        // what maps to what no name may hold
        "a\uFF20b\u00FC.example",
        "a\uFF0Fb.example",
        "a\uFF1Ab.example",
        // labels and names
        "b\u00FCcher..example",
        "b\u00FCcher.example.",
        "b\u00FCcher\u3002",
        "\u00AD.example",
        // an A-label beside a U-label must be one: not Punycode, not NFC, upper case inside
        "xn--\u00FC.example",
        "xn--a.b\u00FCcher.example",
        "xn--u-ccb.b\u00FCcher.example",
        "xn--iga.b\u00FCcher.example",
        // ASCII that no label may hold
        "b\u00FC cher.example",
        "b\u00FC*cher.example",
        "b\u00FCcher.exam\r\nple",
      })
  void whatIsNoULabelIsNoName(String text) {
    assertThat(DomainName.parse(text)).isEmpty();
  }

  @Test
  void limitsAreThoseOfTheALabel() {
    assertThat(DomainName.parse("\u00FC".repeat(57) + ".example"))
        .contains(new DomainName("xn--tda" + "a".repeat(56) + ".example"));
    assertThat(DomainName.parse("\u00FC".repeat(58) + ".example")).isEmpty();
    var label = "\u00FC".repeat(50);
    assertThat(DomainName.parse(String.join(".", label, label, label, label))).isPresent();
    assertThat(DomainName.parse(String.join(".", label, label, label, label, label))).isEmpty();
  }

  /** RFC 5891 §5.3 leaves open whether an A-label is decoded; a name in ASCII is not. */
  @ParameterizedTest
  @ValueSource(strings = {"xn--a.example", "xn--i-7iq.ws", "xn--u-ccb.example", "r3---sn.example"})
  void aNameInAsciiIsTakenAsItIs(String text) {
    assertThat(DomainName.parse(text).map(DomainName::ascii)).contains(text);
  }

  @Test
  void octetsAreUtf8() {
    var octets =
        new String(
            "stra\u00DFe.example".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(DomainName.parseOctets(octets)).contains(new DomainName("xn--strae-oqa.example"));
    assertThat(DomainName.parseOctets("stra\u00DFe.example")).isEmpty(); // one octet is not UTF-8
    assertThat(DomainName.parseOctets("Example.COM")).contains(new DomainName("example.com"));
  }

  /** In a process of its own, whose log of loaded classes tells. */
  @Test
  void namesInAsciiLoadNothingOfIcu() throws IOException, InterruptedException {
    assertThat(classesLoadedFor("mail.example.com")).contains("DomainName").doesNotContain("icu");
    assertThat(classesLoadedFor("xn--bcher-kva.example")).doesNotContain("icu");
    assertThat(classesLoadedFor("b\u00FCcher.example")).contains("com.ibm.icu.impl.UTS46");
  }

  /** Reads the name it is given, and nothing else. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] names) {
      var name = URLDecoder.decode(names[0], StandardCharsets.UTF_8);
      if (DomainName.parse(name).isEmpty()) {
        throw new IllegalArgumentException(names[0]);
      }
    }
  }

  private static String classesLoadedFor(String name) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                URLEncoder.encode(name, StandardCharsets.UTF_8))
            .redirectErrorStream(true)
            .start();
    var log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(log).isZero();
    return log;
  }
}
