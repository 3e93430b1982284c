package org.postseal.authentication.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dmarc.DmarcRecord.Soundness;

class DmarcRecordTest {

  @Test
  void everyTag() {
    var read =
        DmarcRecord.parse(
            "v=DMARC1; p=Reject ;sp=quarantine; np=none; adkim=S; aspf=r; psd=n; t=y; fo=1:d;"
                + " rua=mailto:a@b.example!10m , https://b.example/r; ruf=mailto:f@b.example; x=y;");

    assertThat(read.p()).contains(Policy.REJECT);
    assertThat(read.sp()).contains(Policy.QUARANTINE);
    assertThat(read.np()).contains(Policy.NONE);
    assertThat(read.adkim()).isEqualTo(AlignmentMode.STRICT);
    assertThat(read.aspf()).isEqualTo(AlignmentMode.RELAXED);
    assertThat(read.psd()).isEqualTo(PublicSuffix.NO);
    assertThat(read.t()).isEqualTo(TestMode.TESTING);
    assertThat(read.rua())
        .extracting(uri -> uri.uri().toString())
        .containsExactly("mailto:a@b.example", "https://b.example/r");
    assertThat(read.ruf()).hasSize(1);
    assertThat(read.tags()).containsEntry("fo", "1:d").containsEntry("x", "y");
    assertThat(read.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(read.ignored()).isEmpty();
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    var read = DmarcRecord.parse("v=DMARC1;p=none");

    assertThat(read.adkim()).isEqualTo(AlignmentMode.RELAXED);
    assertThat(read.psd()).isEqualTo(PublicSuffix.UNSAID);
    assertThat(read.t()).isEqualTo(TestMode.IN_FORCE);
    assertThat(read.rua()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=DMARC1",
        "V = DMARC1 ; p=none",
        "\tv=DMARC1\t;",
        "v=DMARC1;",
        "v=DMARC1;;;p=none"
      })
  void theVersionStandsFirst(String text) {
    assertThat(DmarcRecord.isDmarc(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "v",
        "v=",
        "v=DMARC",
        "v=DMARC10",
        "v=dmarc1",
        "v=DMARC1 p=none",
        "p=none; v=DMARC1",
        ";v=DMARC1",
        "v=DMARC1\u0000",
        "vv=DMARC1",
        "v==DMARC1"
      })
  void anythingElseIsNoDmarcRecord(String text) {
    assertThat(DmarcRecord.isDmarc(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "p=bogus", "p=none; sp=bogus", "p=reject; np=", "p=reject; np=re ject"})
  void aPolicyThatIsNoneCountsOnlyIfReportsAreWanted(String tags) {
    boolean emptyNp = tags.endsWith("np=");
    assertThat(DmarcRecord.parse("v=DMARC1; " + tags).soundness())
        .isEqualTo(emptyNp ? Soundness.SOUND : Soundness.UNUSABLE);
    assertThat(DmarcRecord.parse("v=DMARC1; rua=nobody; " + tags).soundness())
        .isEqualTo(emptyNp ? Soundness.SOUND : Soundness.UNUSABLE);
    if (!emptyNp) {
      var read = DmarcRecord.parse("v=DMARC1; rua=nobody,mailto:a@b.example; " + tags);
      assertThat(read.soundness()).isEqualTo(Soundness.REPORTS_ONLY);
      assertThat(List.of(read.forItself(), read.forSubdomain(), read.forNonExistentSubdomain()))
          .containsOnly(Policy.NONE);
    }
  }

  @Test
  void theFirstOfTwoTagsCountsAndPiecesThatAreNoneAreReported() {
    var read = DmarcRecord.parse("v=DMARC1; p=reject; p=none; junk; =x; sp=\u00E9");

    assertThat(read.p()).contains(Policy.REJECT);
    assertThat(read.ignored()).containsExactly("p=none", "junk", "=x", "sp=\u00E9");
  }
}
