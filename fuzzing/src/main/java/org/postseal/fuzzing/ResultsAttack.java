package org.postseal.fuzzing;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.authentication.authresults.ParsedResults;
import org.postseal.authentication.authresults.Property;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;

/**
 * A header section full of Authentication-Results, and a value that we shall report: what claims to
 * be ours is found and gone once removed; what we write stays within its field.
 */
final class ResultsAttack implements Attack {
  private static final String OURS = "mx.receiver.example";

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 2);
    requireRemoval(
        HeaderSection.parse(
            "Authentication-Results:" + parts.text(1) + "\r\nFrom: a@b.example\r\n"));
    requireOneField(parts.text(0));
  }

  private static void requireRemoval(HeaderSection section) {
    for (HeaderField field : section.fieldsNamed("authentication-results")) {
      AuthservId id = AuthservId.read(field);
      BrokenClaim.unless(
          id.end() >= 0 && id.end() <= field.value().length(), "the name ends within the value");
    }
    AuthservId.resultsClaiming(OURS, section);
    for (HeaderField field : section.fieldsNamed("authentication-results")) {
      if (AuthenticationResults.parse(field.value())
          instanceof ParsedResults.WellFormed(var results, _)) {
        BrokenClaim.unless(results.results().size() <= field.value().length(), "bounded");
        requireReadAsWritten(results);
      }
    }
    List<HeaderField> claiming = AuthservId.fieldsClaiming(OURS, section);
    HeaderSection cleaned = HeaderSection.parse(section.octetsWithout(claiming));
    BrokenClaim.unless(
        AuthservId.fieldsClaiming(OURS, cleaned).isEmpty(), "nothing claims to be ours any more");
    BrokenClaim.unless(
        cleaned.fields().size() == section.fields().size() - claiming.size(),
        "all other fields are there");
  }

  private static void requireOneField(String value) {
    var result =
        new MethodResult(
            "dkim",
            ResultWord.FAIL,
            Optional.of(value),
            List.of(new Property("header.d", value), new Property("header.i", "@" + value)));
    String field = new AuthenticationResults(OURS, List.of(result, result)).field();
    BrokenClaim.unlessFoldedAscii(field, "a field we write");
    var section = HeaderSection.parse(field + "\r\n");
    BrokenClaim.unless(
        section.fields().size() == 1 && section.defect().isEmpty(), "it is one header field");
    BrokenClaim.unless(
        AuthservId.fieldsClaiming(OURS, section).size() == 1, "it is found to be ours");
    BrokenClaim.unless(semicolons(field) == 2, "it has two results, whatever a value holds");
    requireReadAsWritten(new AuthenticationResults(OURS, List.of(result, result)));
    if (!value.isEmpty()) {
      requireReadAsWritten(new AuthenticationResults(value, List.of(result)));
    }
  }

  /** Writing replaces and shortens what a stranger supplied; reading then changes nothing more. */
  private static void requireReadAsWritten(AuthenticationResults results) {
    BrokenClaim.unlessFoldedAscii(results.value(), "a field in any name");
    AuthenticationResults read = read(results.value());
    BrokenClaim.unless(
        read.results().size() == results.results().size(), "as many results are read");
    BrokenClaim.unlessEqual(read(read.value()), read, "written and read again");
  }

  private static AuthenticationResults read(String value) {
    if (AuthenticationResults.parse(value) instanceof ParsedResults.WellFormed(var results, _)) {
      return results;
    }
    throw new IllegalStateException("what we write is not read: " + value);
  }

  /** Semicolons outside of quoted strings. */
  private static int semicolons(String field) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        count++;
      }
    }
    return count;
  }
}
