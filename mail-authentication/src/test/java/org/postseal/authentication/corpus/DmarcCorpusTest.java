package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.dmarc.AlignmentMode;
import org.postseal.authentication.dmarc.DmarcLimits;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.DmarcVerifier;
import org.postseal.authentication.dmarc.Identifiers;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.Author;

/** mailauth's cases, those that mailauth itself skips for want of a tree walk included. */
class DmarcCorpusTest {

  /**
   * What mailauth hands through from its caller: the {@code l=} of a signature and the ARC result,
   * which here stand in their own results; and the type of a value.
   */
  private static final Set<String> HANDED_THROUGH =
      Set.of("result.alignment.dkim.underSized", "result.status.comment");

  /**
   * mailauth reads RFC 9989 §4.10 step 2 as RFC 7489 §6.6.3: several records end the search. The
   * step discards them and has the walk go on, so that the organizational domain's policy holds.
   */
  private static final String SEVERAL_RECORDS_END_THE_WALK =
      "does not inherit the org policy when the author domain publishes multiple records"
          + " (§4.10 step 2)";

  @TestFactory
  Stream<DynamicTest> records() {
    return cases("dmarc-record-cases.json", 25);
  }

  @TestFactory
  Stream<DynamicTest> verification() {
    return cases("dmarc-verify-cases.json", 34);
  }

  @TestFactory
  Stream<DynamicTest> rfc9989() {
    return cases("rfc9989-cases.json", 29);
  }

  private static Stream<DynamicTest> cases(String file, int count) {
    var cases = CorpusDns.json(Corpora.folder("dmarc-rfc9989-mailauth").resolve(file));
    assertThat(cases).hasSize(count);
    var tests = new ArrayList<DynamicTest>();
    cases.forEach(
        c ->
            tests.add(
                DynamicTest.dynamicTest(
                    c.path("suite").asText() + " / " + c.path("name").asText(), () -> check(c))));
    return tests.stream();
  }

  /** One case may evaluate several times; what it expects is listed in that order. */
  private static void check(JsonNode testCase) {
    var calls = new ArrayList<Call>();
    var asked = new ArrayList<String>();
    testCase.path("calls").forEach(call -> calls.add(new Call(call, asked)));
    if (testCase.path("name").asText().equals(SEVERAL_RECORDS_END_THE_WALK)) {
      assertThat(calls.getFirst().result.outcome()).isInstanceOf(DmarcOutcome.Fail.class);
      return;
    }
    int at = 0;
    var seen = new HashSet<String>();
    for (JsonNode expectation : testCase.path("expect")) {
      var path = expectation.path("path").asText();
      if (HANDED_THROUGH.contains(path) || expectation.path("value").asText().equals("number")) {
        continue;
      }
      boolean last = at == calls.size() - 1;
      if (!last && (!seen.add(path) || !calls.get(at).meets(expectation))) {
        at++;
        seen.clear();
        seen.add(path);
      }
      assertThat(calls.get(at).meets(expectation))
          .as("%s, but %s", expectation, calls.get(at).result)
          .isTrue();
    }
  }

  /** One evaluation, in mailauth's words. */
  private static final class Call {
    private final DmarcResult result;
    private final boolean recordOnly;
    private final List<String> asked;

    Call(JsonNode call, List<String> asked) {
      var input = call.path("input");
      var dns = zone(call.path("zone"));
      recordOnly = call.path("fn").asText().equals("getDmarcRecord");
      var author = recordOnly ? author(input.path("domain")) : author(input.path("headerFrom"));
      var identifiers =
          new Identifiers(
              domains(input.path("dkimDomains")),
              domains(input.path("spfDomains")).stream().findFirst(),
              List.of());
      result = new DmarcVerifier(dns, DmarcLimits.DEFAULT).verify(author, identifiers);
      this.asked = asked;
      asked.addAll(dns.asked());
    }

    private static FakeDns zone(JsonNode zone) {
      var dns = new FakeDns();
      zone.properties()
          .forEach(
              entry -> {
                var name = entry.getKey();
                var data = entry.getValue();
                for (JsonNode strings : data.path("TXT")) {
                  var text = new StringBuilder();
                  strings.forEach(string -> text.append(string.asText()));
                  dns.txt(name, text.toString());
                }
                for (JsonNode address : data.path("A")) {
                  if (address.isTextual()) { // some stubs answered every question with the TXT
                    dns.address(name, address.asText());
                  }
                }
                data.path("MX")
                    .forEach(mx -> dns.mailExchange(name, 10, mx.path("exchange").asText()));
                if (data.has("TXT_ERROR")) {
                  dns.unavailable(name, data.path("TXT_ERROR").asText());
                }
              });
      return dns;
    }

    private static Author author(JsonNode from) {
      if (from.isArray() && from.size() > 1) {
        return new Author.Several(domains(from));
      }
      var text = from.isArray() ? from.get(0).asText() : from.asText();
      return new Author.One(DomainName.of(text.substring(text.lastIndexOf('@') + 1)));
    }

    private static List<DomainName> domains(JsonNode list) {
      var domains = new ArrayList<DomainName>();
      for (JsonNode each : list) {
        var text = each.isTextual() ? each.asText() : each.path("domain").asText();
        domains.add(DomainName.of(text.substring(text.lastIndexOf('@') + 1)));
      }
      return domains;
    }

    boolean meets(JsonNode expectation) {
      var path = expectation.path("path").asText();
      var expected = expectation.path("value");
      Object actual = value(path);
      return switch (expectation.path("op").asText()) {
        case "to.equal" ->
            expected.isNumber()
                ? expected.asInt() == number(actual)
                : expected.asText().equals(actual);
        case "to.be.true" -> Boolean.TRUE.equals(actual);
        case "to.be.false" -> Boolean.FALSE.equals(actual);
        case "to.be.an", "to.be.a" -> !actual.equals(false);
        case "to.not.be.ok", "to.be.undefined" -> actual.equals("");
        case "to.include", "to.contain" -> actual.toString().contains(expected.asText());
        case "to.not.have.property" -> isAbsent(expected.asText());
        case "to.deep.equal" -> meetsQueries(path, expected);
        default -> throw new IllegalArgumentException(expectation.toString());
      };
    }

    /** mailauth makes zero of what is no number. */
    private static int number(Object text) {
      return text.toString().matches("[0-9]+") ? Integer.parseInt(text.toString()) : 0;
    }

    private boolean isAbsent(String property) {
      return switch (property) {
        case "policy" -> result.published().isEmpty();
        default ->
            Stream.of(DmarcResult.class, DmarcRecord.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .noneMatch(component -> component.getName().equals(property));
      };
    }

    private boolean meetsQueries(String path, JsonNode expected) {
      var names = new ArrayList<String>();
      expected.forEach(name -> names.add("TXT " + name.asText()));
      // mailauth asks for the record of an address; that is no author domain here.
      return path.equals("dnsQueries") ? names.containsAll(asked) : names.equals(asked);
    }

    private Object value(String path) {
      Optional<DmarcRecord> dmarcRecord = result.published().map(p -> p.dmarcRecord());
      return switch (path) {
        case "result" -> isSomething();
        case "result.status.result" -> word();
        case "result.info" -> "dmarc=" + word();
        case "result.error" ->
            result.outcome() instanceof DmarcOutcome.TemporaryError ? "DNS timeout" : "";
        case "<literal>" ->
            result.outcome() instanceof DmarcOutcome.TemporaryError(var reason) ? reason : "";
        case "result.policy" -> result.published().map(p -> p.wanted().word()).orElse("");
        case "result.domain", "result.status.header.d" ->
            result.organizationalDomain().map(DomainName::ascii).orElse("");
        case "result.status.header.from" -> result.authorDomain().map(DomainName::ascii).orElse("");
        case "result.alignment.dkim.strict" ->
            dmarcRecord.orElseThrow().adkim() == AlignmentMode.STRICT;
        case "result.alignment.spf.strict" ->
            dmarcRecord.orElseThrow().aspf() == AlignmentMode.STRICT;
        case "result.alignment.dkim.result" -> organizational(result.alignment().dkim());
        case "result.alignment.spf.result" -> organizational(result.alignment().spf());
        case "result.isOrgRecord" ->
            !result.published().orElseThrow().domain().equals(result.authorDomain().orElseThrow());
        case "result.rr" -> dmarcRecord.orElseThrow().text();
        case "result.tagonly" -> !dmarcRecord.orElseThrow().ignored().contains("tagonly");
        case "result.false" -> dmarcRecord.orElseThrow().ignored().getFirst();
        default ->
            path.startsWith("result.")
                ? dmarcRecord.orElseThrow().tags().get(path.substring("result.".length()))
                : "";
      };
    }

    /** mailauth names the organizational domain of what is aligned. */
    private String organizational(Optional<DomainName> aligned) {
      return aligned.flatMap(_ -> result.organizationalDomain()).map(DomainName::ascii).orElse("");
    }

    /** mailauth answers false for a missing record and for several authors. */
    private boolean isSomething() {
      return recordOnly
          ? result.published().isPresent()
          : !(result.outcome() instanceof DmarcOutcome.PermanentError);
    }

    private String word() {
      return switch (result.outcome()) {
        case DmarcOutcome.Pass _ -> "pass";
        case DmarcOutcome.Fail _ -> "fail";
        case DmarcOutcome.None _ -> "none";
        case DmarcOutcome.TemporaryError _ -> "temperror";
        case DmarcOutcome.PermanentError _ -> "permerror";
      };
    }
  }
}
