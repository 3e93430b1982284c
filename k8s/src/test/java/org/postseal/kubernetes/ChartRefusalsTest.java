package org.postseal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values end the rendering, with a message that names them. */
class ChartRefusalsTest {
  @TempDir private static Path scratch;
  private static Chart chart;

  @BeforeAll
  static void copied() {
    chart = new Chart(scratch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          verifier: {mode: strict}                               | verifier.mode | "monitor", "enforce"
          verifier: {moed: enforce}                              | verifier      | moed
          verifyer: {}                                           | (root)        | verifyer
          hostName: not_a_name                                   | hostName      | pattern
          hostName: 7                                            | hostName      | string
          relay: {replicas: two}                                 | replicas      | integer
          relay: {replicas: 0}                                   | replicas      | greater
          relay: {settings: {postseal.relay.mx.port: 25}}        | mx.port       | string
          relay: {settings: {postsel.relay.mx.port: '25'}}       | settings      | postsel
          signer: {resources: {limits: {cpu: 2}}}                | cpu           | string
          signer: {resources: {limits: {memory: 2 GB}}}          | memory        | pattern
          keda: {enabled: true, maxReplicas: 25}                 | maxReplicas   | 24
          keyRegistry: {twin: {port: 70000}}                     | twin.port     | 65535
          keyRegistry: {externalDns: {zones: ['a b']}}           | zones         | pattern
          keyRegistry: {externalDns: {cidrs: [everywhere]}}      | cidrs         | pattern
          kafka: {external: {securityProtocol: PLAINTEXT}}       | securityProtocol | "SSL", "SASL_SSL"
          kafka: {external: {credentials: {relais: x}}}          | credentials   | relais
          kafka: {external: {cidrs: [everywhere]}}               | cidrs         | pattern
          image: {tag: 'a b'}                                    | image.tag     | pattern
          """)
  void whatTheSchemaDoesNotKnow(String values, String where, String what) {
    assertThatThrownBy(() -> chart.render(scratch, values))
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining(where)
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {keda: {enabled: true}, cpuAutoscaling: {enabled: true}}   | choose one
          kafka: {strimzi: {enabled: false}}                         | needs kafka.external.bootstrapServers
          kafka: {external: {bootstrapServers: 'kafka:9092'}}        | strimzi.enabled must be false
          kafka: {strimzi: {nodes: 1}}                               | more than kafka.strimzi.nodes
          ingressSmtp: {proxyProtocol: {enabled: true}}              | whose headers are believed
          keyRegistry: {nameServer: {enabled: true}}                 | needs keyRegistry.nameServer.names
          keyRegistry: {externalDns: {enabled: true}}                | needs keyRegistry.externalDns.zones
          keyRegistry: {twin: {enabled: true, port: 8443}}           | have other uses
          keyRegistry: {twin: {enabled: true}}                       | needs keyRegistry.twin.domains
          """)
  void whatContradictsItself(String values, String message) {
    assertThatThrownBy(() -> chart.render(scratch, values)).hasMessageContaining(message);
  }

  /** Values as an earlier version of the chart had them, all of them written out. */
  @Test
  void valuesOfEarlierVersionsStillRender() {
    var previous = Chart.directory().resolve("previous");
    for (var values : Manifests.list(previous)) {
      assertThat(chart.render(values).all()).as(values.toString()).hasSizeGreaterThan(70);
    }
    var version =
        Manifests.text(Chart.source().resolve("Chart.yaml"))
            .lines()
            .filter(line -> line.startsWith("version: "))
            .map(line -> line.replace("version: ", ""))
            .findFirst()
            .orElseThrow();
    assertThat(previous.resolve(version + ".yaml"))
        .as("kept for the next version: cp chart/postseal/values.yaml chart/previous/VERSION.yaml")
        .satisfies(file -> assertThat(Files.exists(file)).isTrue())
        .hasSameTextualContentAs(Chart.source().resolve("values.yaml"));
  }
}
