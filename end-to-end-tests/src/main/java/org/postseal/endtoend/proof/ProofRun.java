package org.postseal.endtoend.proof;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postseal.endtoend.accounting.Accounting;
import org.postseal.endtoend.accounting.Evidence;
import org.postseal.endtoend.accounting.Fault;
import org.postseal.endtoend.accounting.Verdict;
import org.postseal.endtoend.accounting.VerdictTable;
import org.postseal.endtoend.gateway.Directories;

/** One run: start, mail and faults, quiet, the account. */
final class ProofRun {
  /** Nothing was to come any more; what comes all the same comes within this. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(6);

  private static final Evidence.Registry NOTHING = new Evidence.Registry(List.of(), Map.of());
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final ProofPlan plan;
  private final PrintStream out;
  private final Path books;
  private final ProofCluster cluster;
  private final FaultMaker faults;
  private final TopicWitness topics;

  private ProofRun(
      ProofPlan plan,
      PrintStream out,
      Path books,
      ProofCluster cluster,
      FaultMaker faults,
      TopicWitness topics) {
    this.plan = plan;
    this.out = out;
    this.books = books;
    this.cluster = cluster;
    this.faults = faults;
    this.topics = topics;
  }

  /**
   * What came of it.
   *
   * @param mishaps processes that did not end when they should, or did not come back
   */
  record Outcome(Verdict verdict, List<Fault> faults, List<String> mishaps) {
    boolean isGood() {
      return verdict.failures().isEmpty() && mishaps.isEmpty();
    }
  }

  /** Runs it in a directory that is emptied first. */
  static Outcome of(ProofPlan plan, Path directory, PrintStream out) throws InterruptedException {
    var zone = ProofDomains.zone();
    var letters = new ProofLetters(zone, plan.largest());
    out.printf(
        "seed %d: faults for %d s; %d broker(s), %d of each service, %d clients, %d messages/s%n",
        plan.seed(),
        plan.faultsFor().toSeconds(),
        plan.brokers(),
        plan.replicas(),
        plan.clients(),
        plan.rate());
    try (var cluster = ProofCluster.start(plan, directory, zone);
        var faults = new FaultMaker(cluster.victims(), out);
        var topics = new TopicWitness(cluster.kafkaSettings())) {
      var books = Directories.empty(directory.resolve("books"));
      return new ProofRun(plan, out, books, cluster, faults, topics).run(letters);
    }
  }

  private Outcome run(ProofLetters letters) throws InterruptedException {
    var schedule =
        FaultSchedule.of(
            plan, cluster.victims().stream().collect(Collectors.toMap(Victim::name, Victim::role)));
    var registry = new RegistryClient(cluster.registries());
    var clients = ProofClients.begin(plan, letters, cluster.ingresses(), books);
    try (registry;
        clients) {
      faults.run(schedule);
    }
    out.println("everybody is back, and nobody sends any more");
    long end = System.nanoTime() + plan.patience().toNanos();
    while (account(clients, NOTHING).isUnfinished() && System.nanoTime() - end < 0) {
      Thread.sleep(BETWEEN_LOOKS);
    }
    Thread.sleep(AFTERWARDS);
    topics.readToTheEnd();
    var registryEvidence = registry.evidence();
    var verdict = account(clients, registryEvidence);
    out.println(VerdictTable.text(verdict, faults.faults(), registryEvidence));
    faults
        .mishaps()
        .forEach(mishap -> out.println("FAILURE " + mishap.lines().findFirst().orElse("")));
    return new Outcome(verdict, faults.faults(), faults.mishaps());
  }

  private Verdict account(ProofClients clients, Evidence.Registry registry) {
    return Accounting.of(
        new Evidence(
            clients.sent(),
            cluster.arrivals(),
            topics.facts(),
            topics.quarantined(),
            topics.deadLetters(),
            faults.faults(),
            registry));
  }
}
