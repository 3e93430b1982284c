package org.postseal.authentication.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.HeaderSection;

/** RFC 8617 §4.1.4: {@code d=} and {@code s=} may hold U-labels. */
class ArcTagsTest {
  private static ArcTags tags(String value) throws Malformed {
    byte[] octets = ("ARC-Seal: " + value + "\r\n").getBytes(StandardCharsets.UTF_8);
    return ArcTags.of(HeaderSection.parse(octets).fields().getFirst());
  }

  @Test
  void namesAreReadAsUtf8() throws Malformed {
    var tags = tags("i=1; d=b\u00FCcher.example; s=stra\u00DFe");
    assertThat(tags.domain()).isEqualTo(new DomainName("xn--bcher-kva.example"));
    assertThat(tags.selector()).isEqualTo(new Selector("xn--strae-oqa"));
    assertThat(tags("d=xn--bcher-kva.example").domain()).isEqualTo(tags.domain());
    assertThatThrownBy(() -> tags("d=\u2615.example").domain()).isInstanceOf(Malformed.class);
  }
}
