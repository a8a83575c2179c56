package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.operation.AlterConsumerGroupOffsets;
import io.barnabas.admin.operation.DeleteConsumerGroupOffsets;
import io.barnabas.admin.operation.DeleteGroups;
import io.barnabas.admin.operation.DescribeClassicGroups;
import io.barnabas.admin.operation.DescribeConsumerGroups;
import io.barnabas.admin.operation.EachBroker;
import io.barnabas.admin.operation.Failures;
import io.barnabas.admin.operation.ListConsumerGroupOffsets;
import io.barnabas.admin.operation.ListGroups;
import io.barnabas.admin.operation.RemoveMembers;
import io.barnabas.admin.operation.RemovedMember;
import io.barnabas.protocol.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DeleteConsumerGroupsResult;
import org.apache.kafka.clients.admin.DescribeClassicGroupsOptions;
import org.apache.kafka.clients.admin.DescribeClassicGroupsResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListGroupsResult;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Groups of consumers and their offsets. */
abstract class GroupAdmin extends ConfigAdmin {

  GroupAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public ListGroupsResult listGroups(ListGroupsOptions options) {
    EachBroker brokers = new EachBroker(driver, options.timeoutMs());
    return results.listGroups(brokers.list(ListGroups.all(options)));
  }

  @Deprecated
  @SuppressWarnings({"deprecation", "removal"})
  @Override
  public org.apache.kafka.clients.admin.ListConsumerGroupsResult listConsumerGroups(
      org.apache.kafka.clients.admin.ListConsumerGroupsOptions options) {
    EachBroker brokers = new EachBroker(driver, options.timeoutMs());
    return results.listConsumerGroups(brokers.list(ListGroups.ofConsumers(options)));
  }

  @Override
  public DescribeConsumerGroupsResult describeConsumerGroups(
      Collection<String> groupIds, DescribeConsumerGroupsOptions options) {
    DescribeConsumerGroups operation =
        new DescribeConsumerGroups(options, driver::groupCoordinator);
    return new DescribeConsumerGroupsResult(driver.run(operation, groupIds, options.timeoutMs()));
  }

  @Override
  public DescribeClassicGroupsResult describeClassicGroups(
      Collection<String> groupIds, DescribeClassicGroupsOptions options) {
    DescribeClassicGroups operation = new DescribeClassicGroups(options, driver::groupCoordinator);
    return new DescribeClassicGroupsResult(driver.run(operation, groupIds, options.timeoutMs()));
  }

  @Override
  public DeleteConsumerGroupsResult deleteConsumerGroups(
      Collection<String> groupIds, DeleteConsumerGroupsOptions options) {
    DeleteGroups operation = new DeleteGroups("deleteConsumerGroups");
    return results.deleteConsumerGroups(driver.run(operation, groupIds, options.timeoutMs()));
  }

  @Override
  public RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
      String groupId, RemoveMembersFromConsumerGroupOptions options) {
    KafkaFuture<Map<RemovedMember, ErrorCode>> outcomes =
        new RemoveMembers(driver, groupId, options).start();
    return results.removeMembers(
        AdminFuture.map(outcomes, RemoveMembers::failuresByInstance),
        options.members(),
        AdminFuture.map(outcomes, RemoveMembers::all));
  }

  @Override
  public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
      ListConsumerGroupOffsetsOptions options) {
    ListConsumerGroupOffsets operation = new ListConsumerGroupOffsets(groupSpecs, options);
    return results.listConsumerGroupOffsets(
        driver.run(operation, groupSpecs.keySet(), options.timeoutMs()));
  }

  @Override
  public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      String groupId,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      AlterConsumerGroupOffsetsOptions options) {
    AlterConsumerGroupOffsets operation = new AlterConsumerGroupOffsets(offsets);
    KafkaFuture<Map<TopicPartition, ErrorCode>> outcomes =
        driver.run(operation, Set.of(groupId), options.timeoutMs()).get(groupId);
    return results.alterConsumerGroupOffsets(
        AdminFuture.map(outcomes, Failures::byItem),
        AdminFuture.map(outcomes, AlterConsumerGroupOffsets::all));
  }

  @Override
  public DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
      String groupId, Set<TopicPartition> partitions, DeleteConsumerGroupOffsetsOptions options) {
    DeleteConsumerGroupOffsets operation = new DeleteConsumerGroupOffsets(partitions);
    KafkaFuture<Map<TopicPartition, ErrorCode>> outcomes =
        driver.run(operation, Set.of(groupId), options.timeoutMs()).get(groupId);
    return results.deleteConsumerGroupOffsets(
        AdminFuture.map(outcomes, Failures::byItem), partitions);
  }
}
