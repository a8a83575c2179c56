package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DeleteRecordsRequest;
import io.barnabas.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.barnabas.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.barnabas.protocol.message.DeleteRecordsResponse;
import io.barnabas.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.barnabas.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Deletes the records before an offset, at each partition's leader. */
public final class DeleteRecords
    implements Operation<TopicPartition, DeletedRecords, DeleteRecordsResponse> {

  private final Map<TopicPartition, RecordsToDelete> records;

  public DeleteRecords(Map<TopicPartition, RecordsToDelete> records) {
    this.records = new HashMap<>(records);
  }

  @Override
  public String name() {
    return "deleteRecords";
  }

  @Override
  public Route route(TopicPartition partition) {
    return Route.leader(partition.topic(), partition.partition());
  }

  @Override
  public ApiRequest<DeleteRecordsResponse> request(List<TopicPartition> partitions, int timeoutMs) {
    return new DeleteRecordsRequest()
        .timeoutMs(timeoutMs)
        .topics(
            PartitionsByTopic.group(
                partitions,
                this::asked,
                (name, asked) -> new DeleteRecordsTopic().name(name).partitions(asked)));
  }

  private DeleteRecordsPartition asked(TopicPartition partition) {
    return new DeleteRecordsPartition()
        .partitionIndex(partition.partition())
        .offset(records.get(partition).beforeOffset());
  }

  @Override
  public void read(DeleteRecordsResponse response, Items<TopicPartition, DeletedRecords> items) {
    for (DeleteRecordsTopicResult topic : response.topics()) {
      for (DeleteRecordsPartitionResult partition : topic.partitions()) {
        TopicPartition key = new TopicPartition(topic.name(), partition.partitionIndex());
        ErrorCode error = ErrorCode.forCode(partition.errorCode());
        if (error == ErrorCode.NONE) {
          items.complete(key, new DeletedRecords(partition.lowWatermark()));
        } else if (error.retriable()) {
          items.retry(key, error, null);
        } else {
          items.fail(key, error, null);
        }
      }
    }
  }
}
