package io.barnabas.it.copier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.it.checked.LogReader;
import io.barnabas.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What must hold of the copy in the end, as kafka-clients sees it. Stateless. */
final class CopyCheck {
  /** Empty if the last copier found nothing left to copy. */
  private static final Set<TransactionState> ENDED =
      Set.of(
          TransactionState.EMPTY,
          TransactionState.COMPLETE_COMMIT,
          TransactionState.COMPLETE_ABORT);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private CopyCheck() {}

  /** The transaction ends, and then no reader of committed records has to wait for anything. */
  static void requireNothingHanging(Admin admin) {
    Await.until("the last transaction to end", PATIENCE, () -> isEnded(admin));
    Await.until(
        "committed records to the end of the copy",
        PATIENCE,
        () ->
            ends(admin, IsolationLevel.READ_UNCOMMITTED)
                .equals(ends(admin, IsolationLevel.READ_COMMITTED)));
  }

  private static boolean isEnded(Admin admin) throws Exception {
    List<TransactionState> states =
        admin.listTransactions().all().get().stream().map(TransactionListing::state).toList();
    return states.size() == 1 && ENDED.containsAll(states);
  }

  private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel level)
      throws Exception {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, CopierRun.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Copier.COPY, partition))
            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
    return admin.listOffsets(asked, new ListOffsetsOptions(level)).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }

  /** In their order too: each partition is copied to the one of its number. */
  static void requireEachRecordOnce(String servers, int records) {
    Map<Integer, List<String>> copies = new HashMap<>();
    LogReader.read(
        servers,
        Copier.COPY,
        "read_committed",
        read ->
            copies
                .computeIfAbsent(read.partition(), partition -> new ArrayList<>())
                .add(new String(read.value(), UTF_8)));
    for (int partition = 0; partition < CopierRun.PARTITIONS; partition++) {
      int first = partition;
      List<String> expected =
          IntStream.range(0, records)
              .filter(number -> number % CopierRun.PARTITIONS == first)
              .mapToObj(CopierRun::value)
              .toList();
      assertEquals(expected, copies.get(partition));
    }
  }
}
