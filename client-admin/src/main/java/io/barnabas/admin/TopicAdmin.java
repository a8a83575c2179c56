package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.operation.CreatePartitions;
import io.barnabas.admin.operation.CreateTopics;
import io.barnabas.admin.operation.DeleteRecords;
import io.barnabas.admin.operation.DeleteTopics;
import io.barnabas.admin.operation.DescribeTopics;
import io.barnabas.admin.operation.DescribeTopicsByMetadata;
import io.barnabas.admin.operation.ListOffsets;
import io.barnabas.admin.operation.ListTopics;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreatePartitionsResult;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.DeleteRecordsResult;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;
import org.apache.kafka.clients.admin.DeleteTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicCollection.TopicIdCollection;
import org.apache.kafka.common.TopicCollection.TopicNameCollection;
import org.apache.kafka.common.TopicPartition;

/** Topics: what they are, their partitions, their records, their offsets. */
abstract class TopicAdmin extends AdminLayer {

  TopicAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public CreateTopicsResult createTopics(
      Collection<NewTopic> newTopics, CreateTopicsOptions options) {
    CreateTopics operation = new CreateTopics(newTopics, options);
    return results.createTopics(driver.run(operation, operation.names(), options.timeoutMs()));
  }

  @Override
  public DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options) {
    if (topics instanceof TopicIdCollection ids) {
      return results.deleteTopicsById(
          driver.run(DeleteTopics.byId(options), ids.topicIds(), options.timeoutMs()));
    }
    return results.deleteTopicsByName(
        driver.run(DeleteTopics.byName(options), namesOf(topics), options.timeoutMs()));
  }

  @Override
  public ListTopicsResult listTopics(ListTopicsOptions options) {
    return results.listTopics(driver.run(new ListTopics(options), options.timeoutMs()));
  }

  @Override
  public DescribeTopicsResult describeTopics(
      TopicCollection topics, DescribeTopicsOptions options) {
    if (topics instanceof TopicIdCollection ids) {
      return results.describeTopicsById(
          driver.run(DescribeTopicsByMetadata.byId(options), ids.topicIds(), options.timeoutMs()));
    }
    return results.describeTopicsByName(
        driver.run(
            new DescribeTopics(options, driver.metadata()), namesOf(topics), options.timeoutMs()));
  }

  @Override
  public CreatePartitionsResult createPartitions(
      Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
    CreatePartitions operation = new CreatePartitions(newPartitions, options);
    return results.createPartitions(
        driver.run(operation, newPartitions.keySet(), options.timeoutMs()));
  }

  @Override
  public DeleteRecordsResult deleteRecords(
      Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
    DeleteRecords operation = new DeleteRecords(recordsToDelete);
    return new DeleteRecordsResult(
        driver.run(operation, recordsToDelete.keySet(), options.timeoutMs()));
  }

  @Override
  public ListOffsetsResult listOffsets(
      Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
    ListOffsets operation = new ListOffsets(topicPartitionOffsets, options);
    return new ListOffsetsResult(
        driver.run(operation, topicPartitionOffsets.keySet(), options.timeoutMs()));
  }

  private static Collection<String> namesOf(TopicCollection topics) {
    if (topics instanceof TopicNameCollection names) {
      return names.topicNames();
    }
    throw new IllegalArgumentException("Neither names nor ids of topics: " + topics);
  }
}
