package io.barnabas.admin;

import static io.barnabas.admin.AdminCall.change;
import static io.barnabas.admin.AdminCall.read;
import static io.barnabas.admin.AdminCall.scripted;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClassicGroupsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The methods on groups, for the test of all methods. */
final class GroupCalls {

  private static final TopicPartition PARTITION = new TopicPartition("read", 0);
  private static final TopicPartition NOWHERE = new TopicPartition("nowhere", 0);
  private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
      Map.of(PARTITION, new OffsetAndMetadata(1, "note"));

  private GroupCalls() {}

  static List<AdminCall> all() {
    return Stream.of(consumerGroups(), shareGroups(), streamsGroups())
        .flatMap(List::stream)
        .toList();
  }

  private static List<AdminCall> consumerGroups() {
    return List.of(
        read("listGroups", (admin, me) -> admin.listGroups(), null),
        read("listConsumerGroups", GroupCalls::listConsumerGroups, null),
        read(
            "describeConsumerGroups",
            (admin, me) ->
                admin.describeConsumerGroups(
                    List.of("live", "modern", "committed"),
                    new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true)),
            (admin, me) -> admin.describeConsumerGroups(List.of("none", "live"))),
        read(
            "describeClassicGroups",
            (admin, me) ->
                admin.describeClassicGroups(
                    List.of("live"),
                    new DescribeClassicGroupsOptions().includeAuthorizedOperations(true)),
            (admin, me) -> admin.describeClassicGroups(List.of("none", "live"))),
        read(
            "listConsumerGroupOffsets",
            (admin, me) -> offsets(admin, "committed"),
            (admin, me) -> offsets(admin, "none")),
        change(
            "alterConsumerGroupOffsets",
            (admin, me) -> admin.alterConsumerGroupOffsets("offsets-" + me, OFFSETS),
            (admin, me) ->
                List.of(
                    admin.alterConsumerGroupOffsets("live", OFFSETS),
                    admin.alterConsumerGroupOffsets(
                        "none-" + me, Map.of(NOWHERE, new OffsetAndMetadata(1))))),
        change(
            "deleteConsumerGroupOffsets",
            (admin, me) -> admin.deleteConsumerGroupOffsets("offsets-" + me, Set.of(PARTITION)),
            (admin, me) ->
                List.of(
                    admin.deleteConsumerGroupOffsets("live", Set.of(PARTITION)),
                    admin.deleteConsumerGroupOffsets("none", Set.of(PARTITION)))),
        change(
            "deleteConsumerGroups",
            (admin, me) -> admin.deleteConsumerGroups(List.of("delete-" + me)),
            (admin, me) -> admin.deleteConsumerGroups(List.of("live", "none"))),
        change(
            "removeMembersFromConsumerGroup",
            (admin, me) -> remove(admin, "members-" + me, "there"),
            (admin, me) ->
                List.of(remove(admin, "live", "unknown"), remove(admin, "none", "there"))));
  }

  private static List<AdminCall> shareGroups() {
    return List.of(
        read(
            "describeShareGroups",
            (admin, me) -> admin.describeShareGroups(List.of("share")),
            (admin, me) -> admin.describeShareGroups(List.of("none", "live"))),
        read(
            "listShareGroupOffsets",
            (admin, me) -> admin.listShareGroupOffsets(Map.of("share", shareSpec())),
            (admin, me) -> admin.listShareGroupOffsets(Map.of("none", shareSpec()))),
        change(
            "alterShareGroupOffsets",
            (admin, me) -> admin.alterShareGroupOffsets("share-" + me, Map.of(PARTITION, 1L)),
            (admin, me) ->
                List.of(
                    admin.alterShareGroupOffsets("live", Map.of(PARTITION, 1L)),
                    admin.alterShareGroupOffsets("share-" + me, Map.of(NOWHERE, 1L)))),
        change(
            "deleteShareGroupOffsets",
            (admin, me) -> admin.deleteShareGroupOffsets("share-" + me, Set.of("read")),
            (admin, me) ->
                List.of(
                    admin.deleteShareGroupOffsets("none", Set.of("read")),
                    admin.deleteShareGroupOffsets("share-" + me, Set.of("nowhere")))),
        change(
            "deleteShareGroups",
            (admin, me) -> admin.deleteShareGroups(List.of("share-" + me)),
            (admin, me) -> admin.deleteShareGroups(List.of("none"))));
  }

  private static List<AdminCall> streamsGroups() {
    return List.of(
        scripted(
            "describeStreamsGroups",
            (admin, me) -> admin.describeStreamsGroups(List.of("streams")),
            (admin, me) -> admin.describeStreamsGroups(List.of("none", "live"))),
        read(
            "listStreamsGroupOffsets",
            (admin, me) -> streamsOffsets(admin, "committed"),
            (admin, me) -> streamsOffsets(admin, "none")),
        change(
            "alterStreamsGroupOffsets",
            (admin, me) -> admin.alterStreamsGroupOffsets("streams-" + me, OFFSETS),
            (admin, me) -> admin.alterStreamsGroupOffsets("live", OFFSETS)),
        change(
            "deleteStreamsGroupOffsets",
            (admin, me) -> admin.deleteStreamsGroupOffsets("streams-" + me, Set.of(PARTITION)),
            (admin, me) -> admin.deleteStreamsGroupOffsets("none", Set.of(PARTITION))),
        change(
            "deleteStreamsGroups",
            (admin, me) -> admin.deleteStreamsGroups(List.of("streams-delete-" + me)),
            (admin, me) -> admin.deleteStreamsGroups(List.of("none", "live"))));
  }

  @SuppressWarnings({"deprecation", "removal"})
  private static Object listConsumerGroups(Admin admin, String me) {
    return admin.listConsumerGroups();
  }

  private static Object offsets(Admin admin, String group) {
    return List.of(
        admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec())),
        admin
            .listConsumerGroupOffsets(
                Map.of(
                    group,
                    new ListConsumerGroupOffsetsSpec()
                        .topicPartitions(List.of(PARTITION, NOWHERE))))
            .partitionsToOffsetAndMetadata(group));
  }

  private static Object streamsOffsets(Admin admin, String group) {
    return admin.listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()));
  }

  private static ListShareGroupOffsetsSpec shareSpec() {
    return new ListShareGroupOffsetsSpec();
  }

  private static Object remove(Admin admin, String group, String instance) {
    MemberToRemove member = new MemberToRemove(instance);
    var result =
        admin.removeMembersFromConsumerGroup(
            group, new RemoveMembersFromConsumerGroupOptions(Set.of(member)));
    return List.of(result, result.memberResult(member));
  }
}
