package org.postseal.relay.reporting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.relay.dsn.Notification;
import org.postseal.topics.Signatures;

/** Asks for the signature of a report. */
public interface ReportSigning {

  /** Fails if there is no answer in time, or nobody can be asked. */
  CompletableFuture<Signatures.Outcome> ask(Notification notification, DigestedMessage message);

  /** Asks nobody: no report can be signed. */
  static ReportSigning none() {
    return (_, _) -> CompletableFuture.failedFuture(new TimeoutException("no signer"));
  }
}
