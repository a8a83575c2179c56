package io.barnabas.benchmarks.client;

import java.util.Map;

/** A client with something to do, the same for all clients. Used by one thread. */
interface Work extends AutoCloseable {

  /** Works for so long, and until what was begun is confirmed. */
  WorkDone run(long nanos);

  /** Once before the first run, for about so long: the compiler shall be done by then. */
  default WorkDone warmUp(long nanos) {
    return run(nanos);
  }

  @Override
  void close();

  /** Makes the client and connects it; its first run is slow. */
  static Work start(Workload workload, ClientKind client, String bootstrapServers) {
    Map<String, Object> common = Map.of("bootstrap.servers", bootstrapServers);
    return switch (workload.kind()) {
      case PRODUCE, PRODUCE_WITH_CALLBACK, PRODUCE_KEYED ->
          ProduceWork.start(workload, client, common);
      case CONSUME, CONSUME_IN_GROUP -> ConsumeWork.start(workload, client, common);
      case SEND_AND_WAIT -> SendAndWaitWork.start(workload, client, common);
      case FIXED_RATE -> FixedRateWork.start(workload, client, common);
    };
  }
}
