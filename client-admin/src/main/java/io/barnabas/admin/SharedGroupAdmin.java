package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsResult;
import org.apache.kafka.clients.admin.AlterStreamsGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterStreamsGroupOffsetsResult;
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
    throw missing("describeShareGroups");
  }

  @Override
  public ListShareGroupOffsetsResult listShareGroupOffsets(
      Map<String, ListShareGroupOffsetsSpec> groupSpecs, ListShareGroupOffsetsOptions options) {
    throw missing("listShareGroupOffsets");
  }

  @Override
  public AlterShareGroupOffsetsResult alterShareGroupOffsets(
      String groupId, Map<TopicPartition, Long> offsets, AlterShareGroupOffsetsOptions options) {
    throw missing("alterShareGroupOffsets");
  }

  @Override
  public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
      String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options) {
    throw missing("deleteShareGroupOffsets");
  }

  @Override
  public DeleteShareGroupsResult deleteShareGroups(
      Collection<String> groupIds, DeleteShareGroupsOptions options) {
    throw missing("deleteShareGroups");
  }

  @Override
  public DescribeStreamsGroupsResult describeStreamsGroups(
      Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
    throw missing("describeStreamsGroups");
  }

  @Override
  public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
      Map<String, ListStreamsGroupOffsetsSpec> groupSpecs, ListStreamsGroupOffsetsOptions options) {
    throw missing("listStreamsGroupOffsets");
  }

  @Override
  public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
      String groupId,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      AlterStreamsGroupOffsetsOptions options) {
    throw missing("alterStreamsGroupOffsets");
  }

  @Override
  public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
      String groupId, Set<TopicPartition> partitions, DeleteStreamsGroupOffsetsOptions options) {
    throw missing("deleteStreamsGroupOffsets");
  }

  @Override
  public DeleteStreamsGroupsResult deleteStreamsGroups(
      Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
    throw missing("deleteStreamsGroups");
  }
}
