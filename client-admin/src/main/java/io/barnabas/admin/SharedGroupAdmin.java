package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.operation.AlterShareGroupOffsets;
import io.barnabas.admin.operation.DeleteGroups;
import io.barnabas.admin.operation.DeleteShareGroupOffsets;
import io.barnabas.admin.operation.DescribeShareGroups;
import io.barnabas.admin.operation.DescribeStreamsGroups;
import io.barnabas.admin.operation.ListShareGroupOffsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.AlterStreamsGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DeleteShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DeleteShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteShareGroupsOptions;
import org.apache.kafka.clients.admin.DeleteShareGroupsResult;
import org.apache.kafka.clients.admin.DeleteStreamsGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DeleteStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteStreamsGroupsOptions;
import org.apache.kafka.clients.admin.DeleteStreamsGroupsResult;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.clients.admin.DescribeShareGroupsResult;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsOptions;
import org.apache.kafka.clients.admin.DescribeStreamsGroupsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Share groups and streams groups. */
abstract class SharedGroupAdmin extends GroupAdmin {

  SharedGroupAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public DescribeShareGroupsResult describeShareGroups(
      Collection<String> groupIds, DescribeShareGroupsOptions options) {
    DescribeShareGroups operation = new DescribeShareGroups(options, driver::groupCoordinator);
    return new DescribeShareGroupsResult(driver.run(operation, groupIds, options.timeoutMs()));
  }

  @Override
  public ListShareGroupOffsetsResult listShareGroupOffsets(
      Map<String, ListShareGroupOffsetsSpec> groupSpecs, ListShareGroupOffsetsOptions options) {
    ListShareGroupOffsets operation = new ListShareGroupOffsets(groupSpecs);
    return results.listShareGroupOffsets(
        driver.run(operation, groupSpecs.keySet(), options.timeoutMs()));
  }

  @Override
  public AlterShareGroupOffsetsResult alterShareGroupOffsets(
      String groupId, Map<TopicPartition, Long> offsets, AlterShareGroupOffsetsOptions options) {
    AlterShareGroupOffsets operation = new AlterShareGroupOffsets(offsets);
    return results.alterShareGroupOffsets(
        driver.run(operation, Set.of(groupId), options.timeoutMs()).get(groupId));
  }

  @Override
  public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
      String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
    DeleteShareGroupOffsets operation = new DeleteShareGroupOffsets(topics);
    return results.deleteShareGroupOffsets(
        driver.run(operation, Set.of(groupId), options.timeoutMs()).get(groupId), topics);
  }

  @Override
  public DeleteShareGroupsResult deleteShareGroups(
      Collection<String> groupIds, DeleteShareGroupsOptions options) {
    DeleteGroups operation = new DeleteGroups("deleteShareGroups");
    return results.deleteShareGroups(driver.run(operation, groupIds, options.timeoutMs()));
  }

  @Override
  public DescribeStreamsGroupsResult describeStreamsGroups(
      Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
    DescribeStreamsGroups operation = new DescribeStreamsGroups(options, driver::groupCoordinator);
    return new DescribeStreamsGroupsResult(driver.run(operation, groupIds, options.timeoutMs()));
  }

  @Override
  public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
      Map<String, ListStreamsGroupOffsetsSpec> groupSpecs, ListStreamsGroupOffsetsOptions options) {
    Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
    groupSpecs.forEach(
        (groupId, spec) ->
            specs.put(
                groupId,
                new ListConsumerGroupOffsetsSpec().topicPartitions(spec.topicPartitions())));
    return results.listStreamsGroupOffsets(
        listConsumerGroupOffsets(
            specs,
            new ListConsumerGroupOffsetsOptions()
                .requireStable(options.requireStable())
                .timeoutMs(options.timeoutMs())));
  }

  @Override
  public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
      String groupId,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      AlterStreamsGroupOffsetsOptions options) {
    return results.alterStreamsGroupOffsets(
        alterConsumerGroupOffsets(
            groupId,
            offsets,
            new AlterConsumerGroupOffsetsOptions().timeoutMs(options.timeoutMs())));
  }

  @Override
  public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
      String groupId, Set<TopicPartition> partitions, DeleteStreamsGroupOffsetsOptions options) {
    return results.deleteStreamsGroupOffsets(
        deleteConsumerGroupOffsets(
            groupId,
            partitions,
            new DeleteConsumerGroupOffsetsOptions().timeoutMs(options.timeoutMs())));
  }

  @Override
  public DeleteStreamsGroupsResult deleteStreamsGroups(
      Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
    return results.deleteStreamsGroups(
        deleteConsumerGroups(
            groupIds, new DeleteConsumerGroupsOptions().timeoutMs(options.timeoutMs())));
  }
}
