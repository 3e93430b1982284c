package org.postseal.endtoend.forgeries;

import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of forgery, each in every writing of it: From fields that two readers read differently,
 * header sections in which they find different fields, results in our name, envelopes and
 * signatures of which one part is the victim's and another the attacker's, and a signed message
 * sent again.
 *
 * <p>After "Composition Kills" (USENIX Security 2020) and the cases of its authors' tool, and
 * beyond.
 */
final class Forgeries {
  private static final String REST =
      """
      To: bob@receiver.example
      Subject: Urgent
      Date: Sat, 28 Nov 2026 10:00:00 +0000
      Message-ID: <1@attacker.example>

      Please pay.
      """
          .replace("\n", "\r\n");

  /** What the victim has written himself. */
  static final String GENUINE =
      "From: ceo@bank.example\r\nReply-To: ceo@bank.example\r\n"
          + REST.replace("1@attacker", "1@bank");

  /** V, W, A are mailboxes of victim and attacker, {v} and {a} their domains. */
  private static final List<String> FROM =
      List.of(
          "V",
          "<V>",
          "CEO <V>",
          "V, A",
          "A, V",
          "V, W",
          "V, V",
          "<V>, <A>",
          "<V>,<A>",
          "V,<A>",
          "A,<V>",
          "V; A",
          "<V>; <A>",
          "Team: V, W;",
          "Team: V, A;",
          "Team: A;, V",
          "Team:;, V",
          "Team: V",
          "V: A;",
          "V <A>",
          "V<A>",
          "<V> <A>",
          "<A> <V>",
          "<V><A>",
          "<A><V>",
          "<V> A",
          "A <V>",
          "CEO V <A>",
          "[V] <A>",
          "'V' <A>",
          "{V} <A>",
          "V via x <A>",
          "V/x <A>",
          "V - Boss <A>",
          "Boss|V <A>",
          "Boss: V <A>",
          "V: <A>",
          "G: V <A>;",
          "V V <A>",
          "*V* <A>",
          "`V` <A>",
          "=?utf-8?q?Boss?= V <A>",
          "\"x\" V <A>",
          "\"x\"@{v} <A>",
          "ceo@ {v} <A>",
          "ceo @{v} <A>",
          "ceo @ {v} <A>",
          "ceo@\r\n {v} <A>",
          "ceo@(x){v} <A>",
          "ceo@{v}. <A>",
          "@{v} <A>",
          "ceo@mail.{v} <A>",
          "A <V>, A",
          "T: V;, U: A;",
          "T: A, V;, A",
          "V,, A",
          ", V, A",
          "V@[192.0.2.1]@{a}",
          "V,@{a}",
          "V;@{a}",
          "V:@{a}",
          "V@",
          "V@@{a}",
          "@V",
          "ceo@@{v}",
          "V, CEO <A>",
          "CEO, V <A>",
          "V@{a}",
          "<V@{a}>",
          "V@{a} <A>",
          "A@{v}",
          "<A@{v}>",
          "V\\@{a}",
          "V%{a}",
          "V!{a}",
          "ceo%{v}@{v}",
          "<@{v}:A>",
          "<@{a}:V>",
          "<@{v},@{a}:A>",
          "<@{a},@any.example:V>",
          "@{v}:A",
          "<@{v}:@{a}:A>",
          "(V) A",
          "(V) <A>",
          "<A> (V)",
          "A (V)",
          "A(V)",
          "V(A)",
          "<A(V)>",
          "<V(A)>",
          "<A> (<V>)",
          "<V>(<A>)",
          "(<V>) <A>",
          "x(@{v}\\)@{a}",
          "ceo(x)@{v}(@{a})",
          "<ceo(@{a})@{v}>",
          "ceo@(x){v}",
          "ceo@{v}(.{a})",
          "<ceo@{v}(.{a})>",
          "ceo@{v} .{a}",
          "<ceo@{v} .{a}>",
          "ceo@{v}. {a}",
          "ceo@{v}\t.{a}",
          "ceo@{v}\r\n .{a}",
          "ceo @ {v}",
          "ceo@bank . example",
          "<ceo @\r\n {v}>",
          "\"V\"@{a}",
          "<\"V\"@{a}>",
          "\"V, \"@{a}",
          "\"<V>\"@{a}",
          "\"V\\\" <A>",
          "\\\"V\\\" <A>",
          "\"V <A>",
          "\"<V>, <A>",
          "\"a\\\" <V>, \"b\" <A>",
          "<V>\\,<A>",
          "<V>\\, <A>",
          "V\\,<A>",
          "<V>\\;<A>",
          "<<V>> <A>",
          "<<V>>",
          "<V><>",
          "<>, <V>",
          "<> <V>",
          "<V <A>",
          "<V> <A",
          "V> <A>",
          "A> <V>",
          "<A>>V",
          "<V>.{a}>",
          "<A>.{v}>",
          "<V",
          "V>",
          "<A,V>",
          "<V,A>",
          "<V;A>",
          "<V A>",
          "<A V>",
          "V A",
          "V:A",
          "mailto:V",
          "<mailto:V>",
          "mailto:V <A>",
          "V\0 <A>",
          "V\0@{a}",
          "ceo@{v}\0.{a}",
          "<ceo@{v}\0.{a}>",
          "\0V",
          "<\0V>",
          "ceo\0@{v}",
          "ceo@\0{v}",
          "ceo@bank\0.example",
          "ceo@bank\u000b.example",
          "ceo@{v}\u007f",
          "\u0000 <V>",
          "\"\0\" <V>, <A>",
          "V\u000b<A>",
          "V\u000c,<A>",
          "V\u0085<A>",
          "V\u00a0<A>",
          "\u00e9 <V>",
          "\u00ff <V>, <A>",
          "CEO\r\n\t<V>",
          "\r\n V",
          "\r\n <V>",
          "\r\n \r\n V",
          "A\r\n ,V",
          "A\r\n V",
          "ceo@BANK.example",
          "ceo@{v}.",
          "ceo@.{v}",
          "ceo@..{v}",
          "ceo@{v}..",
          "ceo@[{v}]",
          "ceo@\"{v}\"",
          "=?utf-8?q?ceo=40{v}?= <A>",
          "=?utf-8?Q?V?= <A>",
          "=?utf-8?q?=3Cceo=40{v}=3E?= <A>",
          "=?utf-8?q?=3Cceo=40{v}=3E?=, <A>",
          "=?utf-8?q?=3Cceo=40{v}=3E=2C?= <A>",
          "<A>, =?utf-8?q?=3Cceo=40{v}=3E?=",
          "=?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?= <A>",
          "=?utf-8?b?PGNlb0BiYW5rLmV4YW1wbGU+?=<A>",
          "=?utf-8?b?PGNlb0BiYW5rLmV4YW1wbGU+?=, <A>",
          "=?utf-8?b?PGNlb0BiYW5rLmV4YW1wbGU+LA?= <A>",
          "=?utf-8?B?Y2VvQGJhbmsuZXhhbXBsZQ?=",
          "=?utf-7?q?ceo+AEA-{v}?= <A>",
          "=?us-ascii*en?q?ceo=40{v}?= <A>",
          "=?x?q?ceo=40?= =?x?q?{v}?= <A>",
          "(=?utf-8?q?ceo=40{v}?=) A",
          "\"=?utf-8?q?=22=3Cceo=40{v}=3E?=\" <A>",
          "=?utf-8?q?ceo?=@{v}",
          "ceo@=?utf-8?q?{v}?=",
          "<ceo@=?utf-8?q?{v}?=>");

  /** What stands beside a From of the attacker, above it and below. */
  private static final List<String> FIELDS =
      List.of(
          "From: V",
          "FROM: V",
          "From : V",
          "From\t: V",
          "From \t : V",
          "From\r\n : V",
          "From\r\n\t: V",
          " From: V",
          "\tFrom: V",
          "\0From: V",
          "From\0: V",
          "Fr\0om: V",
          "From\u0001: V",
          "From\u000b: V",
          "\u000bFrom: V",
          "\u000cFrom: V",
          "\u007fFrom: V",
          "From\u007f: V",
          "From\u0080: V",
          "\u00a0From: V",
          "\u00ef\u00bb\u00bfFrom: V",
          "From\u00a0: V",
          "From V",
          "From V Sat Nov 28 10:00:00 2026\r\nFrom: V",
          ">From V",
          "\"From\": V",
          "From;: V",
          ": V",
          "no field",
          "X: y\rFrom: V",
          "X: y\nFrom: V",
          "X: y\n\nFrom: V",
          "X: y\r\rFrom: V",
          "X:\r\n\0\r\nFrom: V",
          "X: y\r\n.\r\nFrom: V",
          "From:\r\n V",
          "From:");

  /** What some reader takes for our name. */
  private static final List<String> OUR_NAMES =
      List.of(
          "N",
          "N 1",
          "N/1",
          "N\0",
          "\0N",
          "mx\0.receiver.example",
          "N\u000b",
          "N\u000b1",
          "N,",
          "N, 1",
          "N=1",
          "N@x",
          "x@N",
          "N.",
          "N:1",
          "N\u0080",
          "N\u00a0",
          "\"N\"",
          "\"N\" 1",
          "(x) N",
          "N(x)",
          "N (x) 1",
          "mx.(x)receiver.example",
          "mx . receiver . example",
          "MX.RECEIVER.EXAMPLE",
          "\r\n N",
          "\"mx\\.receiver.example\"",
          "N\"\"",
          "<N>",
          "'N'",
          "[N]",
          "(N",
          "N..",
          ".N",
          "..N.. 1",
          "N_",
          "N_1",
          "_N",
          "N-_",
          "N\u00c2\u00a01",
          "\u00e2\u0080\u008bN",
          "mx\u00e2\u0080\u008b.receiver.example",
          "\u00ef\u00bb\u00bfN",
          "\u00ef\u00bd\u008d\u00ef\u00bd\u0098.receiver.example",
          "=?utf-8?q?mx=2Ereceiver=2Eexample?=",
          "=?utf-8?B?bXgucmVjZWl2ZXIuZXhhbXBsZQ==?=",
          "=?utf-8?q?mx.receiver?= =?utf-8?q?.example?=",
          "mx=?us-ascii?q?.receiver.example?=",
          "=?utf-8?q?_mx.receiver.example?= 1",
          "=?utf-7?q?mx+AC4-receiver+AC4-example?=",
          "N|x",
          "N\\",
          "|N",
          "N ;",
          "; N");

  private Forgeries() {}

  static List<Forgery> all() {
    var all = new ArrayList<Forgery>();
    FROM.forEach(from -> all.add(numbered("from", all, "From: " + from + "\r\n" + REST)));
    for (String field : FIELDS) {
      all.add(numbered("above", all, field + "\r\nFrom: A\r\n" + REST));
      all.add(numbered("below", all, "From: A\r\n" + field + "\r\n" + REST));
      all.add(numbered("victim", all, "From: V\r\n" + field.replace("V", "A") + "\r\n" + REST));
    }
    OUR_NAMES.forEach(name -> all.addAll(claims(name, all.size())));
    all.addAll(envelopes());
    return all;
  }

  private static List<Forgery> claims(String name, int number) {
    String results = name + "; dkim=pass header.d={v}; dmarc=pass header.from={v}\r\n";
    var claims = new ArrayList<Forgery>();
    for (String field :
        List.of(
            "Authentication-Results: ",
            "Authentication-Results\0: ",
            "Authentication-Results : ",
            "Authentication-Results\r\n : ",
            " ")) {
      claims.add(
          new Forgery(
              "claim-" + number + "-" + claims.size(),
              written(field + results + "From: A\r\n" + REST)));
    }
    return claims;
  }

  /** One part is the attacker's, who passes; the other the victim's, who is shown. */
  private static List<Forgery> envelopes() {
    String fromVictim = written("From: V\r\n" + REST);
    var envelopes = new ArrayList<Forgery>();
    for (String path :
        List.of(
            "",
            "V",
            "ceo@no.{v}",
            "A",
            "x@{a}",
            "\"V\"@{a}",
            "@{v}:A",
            "@{v},@any.example:A",
            "@{a}:V",
            "\"ceo@{v}(\"@{a}",
            "ceo={v}@{a}",
            "ceo'@{a}")) {
      for (String helo : List.of("mx.{a}", "{v}", "mail.{v}", "[127.0.0.1]")) {
        envelopes.add(
            new Forgery("envelope-" + envelopes.size(), written(helo), written(path), fromVictim));
      }
    }
    for (String author : List.of("ceo@no.{v}", "ceo@no.no.{v}", "ceo@mail.{v}", "ceo@_dmarc.{v}")) {
      envelopes.add(
          new Forgery("subdomain-" + envelopes.size(), written("From: " + author + "\r\n" + REST)));
    }
    for (String domain :
        List.of(
            "{v}",
            "{v}\0.{a}",
            "{v}'.{a}",
            "{v}(.{a})",
            "{v} .{a}",
            "{v}; d={a}",
            "{a}; d={v}",
            "\"{v}\"",
            "{v}.{a}",
            "{a}/{v}",
            "{v},{a}",
            "{v}\r\n .{a}")) {
      String signature =
          "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; s=s; d="
              + domain
              + "; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n";
      envelopes.add(
          new Forgery("signature-" + envelopes.size(), written(signature + "From: V\r\n" + REST)));
    }
    return envelopes;
  }

  /** A message that the victim has signed, with something added on top or below the signature. */
  static List<Forgery> replays(String signed) {
    var replays = new ArrayList<Forgery>();
    for (String added :
        List.of(
            "Subject: Pay x",
            "subject : Pay x",
            "To: x@{a}",
            "Date: Sun, 29 Nov 2026 10:00:00 +0000",
            "From: V",
            "From: A",
            "Reply-To: A",
            "Message-ID: <2@{a}>",
            "SUBJECT\t: Pay x",
            "Subject:",
            "To: ",
            "Date:\r\n Sun, 29 Nov 2026 10:00:00 +0000",
            "reply-to : A",
            "Reply-To: V",
            "Subject\0: Pay x",
            " Pay x",
            "Subject\r\n : Pay x")) {
      int own = signed.indexOf("From:");
      String field = written(added) + "\r\n";
      replays.add(new Forgery("replay-" + replays.size(), field + signed));
      replays.add(
          new Forgery(
              "replay-" + replays.size(),
              signed.substring(0, own) + field + signed.substring(own)));
    }
    return replays;
  }

  private static Forgery numbered(String kind, List<Forgery> before, String content) {
    return new Forgery(kind + "-" + before.size(), written(content));
  }

  private static String written(String template) {
    var text = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      boolean alone = !isLetter(template, i - 1) && !isLetter(template, i + 1);
      if (template.startsWith("{v}", i) || template.startsWith("{a}", i)) {
        text.append(template.charAt(i + 1) == 'v' ? Forgery.VICTIM : Forgery.ATTACKER);
        i += 2;
      } else if (alone && "VWANX".indexOf(c) >= 0) {
        text.append(
            switch (c) {
              case 'V' -> "ceo@" + Forgery.VICTIM;
              case 'W' -> "cfo@" + Forgery.VICTIM;
              case 'A' -> "x@" + Forgery.ATTACKER;
              case 'N' -> "mx.receiver.example";
              default -> "X-Other";
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isLetter(String text, int at) {
    return at >= 0
        && at < text.length()
        && ((text.charAt(at) >= 'a' && text.charAt(at) <= 'z')
            || (text.charAt(at) >= 'A' && text.charAt(at) <= 'Z'));
  }
}
