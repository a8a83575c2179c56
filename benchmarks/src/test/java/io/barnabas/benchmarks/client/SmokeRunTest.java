package io.barnabas.benchmarks.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SmokeRunTest {
  static Stream<Workload> workloads() {
    return Workloads.all().stream().filter(workload -> !workload.needsRealBroker());
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyRecordOfOursIsAsItMustBe(Workload workload) {
    SmokeRun run = SmokeRun.of(workload, ClientKind.BARNABAS);

    assertEquals(0, run.problems());
    assertTrue(run.isSound());
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientKind.class,
      names = {"KAFKA_CLIENTS"})
  void theSinkIsBrokerEnoughForKafkaClients(ClientKind client) {
    for (String name :
        new String[] {"produce-lz4", "consume-zstd", "consume-100b-consumer-protocol"}) {
      assertTrue(SmokeRun.of(Workloads.named(name), client).isSound(), name);
    }
  }
}
