package org.postseal.ingress.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future.State;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;

/**
 * DNS blocklists (RFC 5782): whether a client's address is in one of them. No answer in time, or
 * more questions than may be open at once, is as good as not being listed.
 *
 * <p>An answer of 127.0.0.0/8 says listed, but not one of 127.255.255.0/24: with these the large
 * lists tell that they do not answer this asker.
 */
public final class Blocklists {
  private static final int OPEN_QUESTIONS = 1000;
  private static final int HEXADECIMAL = 16;

  private final Vertx vertx;
  private final Dns dns;
  private final List<DomainName> zones;
  private final Duration timeout;
  private final Semaphore open = new Semaphore(OPEN_QUESTIONS);

  /** The DNS may block: it is asked on virtual threads. */
  public Blocklists(Vertx vertx, Dns dns, List<DomainName> zones, Duration timeout) {
    this.vertx = vertx;
    this.dns = dns;
    this.zones = List.copyOf(zones);
    this.timeout = timeout;
  }

  /** The first zone that lists this address; told on the event loop that asked. Never fails. */
  public Future<Optional<String>> find(String address) {
    if (!open.tryAcquire()) {
      return Future.succeededFuture(Optional.empty());
    }
    Context asker = vertx.getOrCreateContext();
    Promise<Optional<String>> told = Promise.promise();
    var answers = ask(address);
    CompletionStage<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    all.whenComplete(
        (_, _) -> {
          open.release();
          var first = answers.stream().flatMap(Blocklists::known).findFirst();
          asker.runOnContext(_ -> told.complete(first));
        });
    return told.future();
  }

  private List<CompletableFuture<Optional<String>>> ask(String address) {
    var reversed = reversed(InetAddress.ofLiteral(address));
    var answers = new ArrayList<CompletableFuture<Optional<String>>>();
    for (var zone : zones) {
      answers.add(
          CompletableFuture.supplyAsync(
              () -> lists(zone, reversed) ? Optional.of(zone.ascii()) : Optional.empty(),
              Thread::startVirtualThread));
    }
    return answers;
  }

  private static Stream<String> known(CompletableFuture<Optional<String>> answer) {
    return answer.state() == State.SUCCESS ? answer.resultNow().stream() : Stream.empty();
  }

  private boolean lists(DomainName zone, String reversed) {
    return DomainName.queryable(reversed + "." + zone.ascii())
        .map(name -> dns.addresses(name, AddressFamily.IPV4))
        .filter(
            answer ->
                answer instanceof DnsAnswer.Found<InetAddress>(var records, _, _)
                    && records.stream().anyMatch(Blocklists::saysListed))
        .isPresent();
  }

  /** RFC 5782 §2.1. */
  private static boolean saysListed(InetAddress answer) {
    byte[] octets = answer.getAddress();
    return octets[0] == 127 && !(octets[1] == (byte) 255 && octets[2] == (byte) 255);
  }

  /** RFC 5782 §2.1 and §2.4: octets or nibbles, the last first. */
  public static String reversed(InetAddress address) {
    var labels = new ArrayList<String>();
    for (byte octet : address.getAddress()) {
      if (address.getAddress().length == 4) {
        labels.addFirst(Integer.toString(octet & 0xFF));
      } else {
        labels.addFirst(Character.toString(Character.forDigit((octet & 0xF0) >> 4, HEXADECIMAL)));
        labels.addFirst(Character.toString(Character.forDigit(octet & 0x0F, HEXADECIMAL)));
      }
    }
    return String.join(".", labels);
  }
}
