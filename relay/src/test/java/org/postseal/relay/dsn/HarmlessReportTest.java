package org.postseal.relay.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;

/** Whatever strangers write, a report has the fields and parts that we give it and no others. */
class HarmlessReportTest {
  private static final List<String> MESSAGE_FIELDS =
      List.of(
          "Date",
          "From",
          "To",
          "Subject",
          "Message-ID",
          "In-Reply-To",
          "References",
          "Auto-Submitted",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");
  private static final List<String> STATUS_FIELDS =
      List.of(
          "Original-Envelope-Id",
          "Reporting-MTA",
          "Arrival-Date",
          "Original-Recipient",
          "Final-Recipient",
          "Action",
          "Status",
          "Remote-MTA",
          "Diagnostic-Code",
          "Last-Attempt-Date");
  private static final List<String> PIECES =
      List.of(
          "+0D",
          "+0A",
          "+0D+0A",
          "+00",
          "+3B",
          "x",
          "@",
          "+",
          "+4",
          "ö",
          "\\x{D}",
          "\\x{0A}",
          "\\x{110000}",
          "\\x{F6}",
          "\u2028",
          "+C3+B6",
          "\r\nSubject: x");
  private static final String CHARACTERS =
      "\r\n\t -_=+;:<>@.\\{}x0159ADFTaöß\u2028\u0085\u0000\u202e\ud83d";
  private static final Pattern NAME = Pattern.compile("([A-Za-z-]+):.*", Pattern.DOTALL);

  /** With the characters that could end a field, a part or a message. */
  private static String words(Random random) {
    return random
        .ints(random.nextInt(300), 0, CHARACTERS.length())
        .mapToObj(at -> String.valueOf(CHARACTERS.charAt(at)))
        .collect(Collectors.joining());
  }

  /** What ORCPT's grammar lets in, and more. */
  private static String encoded(Random random) {
    return random
        .ints(random.nextInt(12), 0, PIECES.size())
        .mapToObj(PIECES::get)
        .collect(Collectors.joining());
  }

  @Property(tries = 300)
  void nothingIsInjected(@ForAll long seed) {
    var random = new Random(seed);
    var reply = words(random);
    var recipient = words(random);
    var original = encoded(random);
    var envid = encoded(random);
    for (var type : List.of("rfc822;", "utf-8;", "x-\r\n;", ";", "")) {
      var message =
          Reported.message(
              Reported.envelope(
                  "alice\r\nBcc: eve@x@sender.example",
                  new Envelope.Requests(
                      false,
                      Optional.of("HDRS"),
                      Optional.of(envid),
                      Map.of(
                          recipient,
                          new Envelope.RecipientRequests(
                              Optional.empty(), Optional.of(type + original))))));
      var told = new DueReport.Told(recipient, DueReport.Action.FAILED, reply, Optional.of(reply));
      var text =
          Reported.text(
              Reported.COMPOSER.compose(message, Reported.failure(told), Reported.AUTHOR));

      assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
      assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThan(999);
      assertThat(names(text.substring(0, text.indexOf("\r\n\r\n")))).isSubsetOf(MESSAGE_FIELDS);
      var parts = parts(text);
      assertThat(parts).hasSize(3);
      assertThat(names(parts.get(1).substring(parts.get(1).indexOf("\r\n\r\n") + 4).strip()))
          .isSubsetOf(STATUS_FIELDS)
          .doesNotHaveDuplicates()
          .contains("Final-Recipient", "Action", "Status");
    }
  }

  private static List<String> parts(String text) {
    int at = text.indexOf("boundary=\"") + 10;
    var boundary = text.substring(at, text.indexOf('"', at));
    var parts = new ArrayList<>(List.of(text.split(Pattern.quote("\r\n--" + boundary), -1)));
    parts.removeFirst();
    assertThat(parts.removeLast()).isEqualTo("--\r\n");
    return parts;
  }

  /** A line that begins with white space goes on with the one before; an empty one is none. */
  private static List<String> names(String fields) {
    var names = new ArrayList<String>();
    for (var line : fields.split("\r\n", -1)) {
      if (!line.isEmpty() && !line.startsWith(" ") && !line.startsWith("\t")) {
        var name = NAME.matcher(line);
        assertThat(name.matches()).as(line).isTrue();
        names.add(name.group(1));
      }
    }
    return names;
  }
}
