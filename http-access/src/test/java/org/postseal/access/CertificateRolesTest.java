package org.postseal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRolesTest {
  private static final CertificateRoles ROLES =
      CertificateRoles.parse(
          """
          # people
          CN=alice, O=Example : operator
          CN=alice,O=Example:signer

          CN=verifier:verifier
          """);

  @ParameterizedTest
  @ValueSource(strings = {"CN=alice,O=Example", "cn=Alice,  o=EXAMPLE"})
  void aSubjectIsTheSameHoweverItIsWritten(String subject) {
    var holder = ROLES.holderOf(new X500Principal(subject)).orElseThrow();
    assertThat(holder.roles()).isEqualTo(Set.of(Role.OPERATOR, Role.SIGNER));
    assertThat(holder.name()).isEqualToIgnoringCase("CN=alice,O=Example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=alice",
        "O=Example,CN=alice",
        "CN=alice,O=Example,C=DE",
        "CN=alice+O=Example",
        "CN=alice\\,O\\=Example",
        "CN=Bob,O=Example",
        "OU=verifier",
      })
  void anotherSubjectIsAnother(String subject) {
    assertThat(ROLES.holderOf(new X500Principal(subject))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice:operator", "CN=alice:boss", "CN=alice", ":operator", "operator"})
  void aLineThatIsNoneIsNamed(String line) {
    assertThatThrownBy(() -> CertificateRoles.parse("# first\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2 is not SUBJECT:role")
        .hasMessageNotContaining("boss");
  }

  @Test
  void nobodyIsThereByDefault() {
    assertThat(CertificateRoles.parse("").holderOf(new X500Principal("CN=alice"))).isEmpty();
  }
}
