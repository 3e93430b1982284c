package org.postseal.registry.asking;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.Query;
import org.postseal.signingpolicy.Reading;
import org.postseal.signingpolicy.ReadingLimits;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.signingpolicy.TwinDocument;
import org.postseal.smtpclient.wellknown.WellKnownDocuments.Fetched;
import org.postseal.topics.PolicyPin;

/** The HTTPS twin: a host whose certificate names the domain below {@code signpol}. */
final class TwinSource implements Source {
  private static final String MEDIA_TYPE = "text/plain";
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int SERVER_ERROR = 500;

  private final BiFunction<DomainName, String, Fetched> documents;
  private final ReadingLimits limits;

  /** With what gets a document of a host: its path and query are given. */
  TwinSource(BiFunction<DomainName, String, Fetched> documents, ReadingLimits limits) {
    this.documents = documents;
    this.limits = limits;
  }

  @Override
  public PolicyPin.Source name() {
    return PolicyPin.Source.HTTPS;
  }

  @Override
  public Finding ask(AskedFor asked) {
    var host = TwinDocument.hostFor(asked.domain());
    if (host.isEmpty()) {
      return new Finding.NotOffered("the host's name is too long", Optional.empty());
    }
    Query query = asked.queries().getLast();
    return switch (documents.apply(host.get(), TwinDocument.target(query))) {
      case Fetched.Document(var text, var mediaType) ->
          mediaType.equals(MEDIA_TYPE) ? read(text, asked) : nonsense("it is not " + MEDIA_TYPE);
      case Fetched.Status(int code) -> status(code, asked);
      case Fetched.Unproven(var reason) -> new Finding.NotNow("the twin: " + reason);
      case Fetched.NoHost(var reason) -> new Finding.NotOffered(reason, Optional.empty());
      case Fetched.Unavailable(var reason) -> new Finding.NotNow("the twin: " + reason);
    };
  }

  private Finding read(String text, AskedFor asked) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    return switch (TwinDocument.read(octets, asked.domain(), limits)) {
      case Reading.Malformed<TwinDocument>(var reason) -> nonsense(reason);
      case Reading.WellFormed<TwinDocument>(var document) ->
          new Finding.Said(
              Optional.of(document.policy()),
              asked
                  .selector()
                  .map(
                      selector ->
                          document
                              .key(selector)
                              .<Finding.Key>map(Finding.Key.Stated::new)
                              .orElseGet(() -> noSuchKey()))
                  .orElseGet(Finding.Key.NotAskedFor::new),
              TrustLevel.T2);
    };
  }

  private static Finding.Key noSuchKey() {
    return new Finding.Key.None("the domain has no such key");
  }

  /** A server may answer 404 where a domain has no such key; that it has a policy is not said. */
  private static Finding status(int code, AskedFor asked) {
    if (code == NOT_FOUND || code == GONE) {
      return asked.selector().isPresent()
          ? new Finding.Said(Optional.empty(), noSuchKey(), TrustLevel.T2)
          : new Finding.NotOffered("status " + code, Optional.of(TrustLevel.T2));
    }
    return code >= SERVER_ERROR
        ? new Finding.NotNow("the twin: status " + code)
        : new Finding.NotOffered("status " + code, Optional.of(TrustLevel.T2));
  }

  private static Finding nonsense(String reason) {
    return new Finding.NotNow("the twin: " + reason);
  }
}
