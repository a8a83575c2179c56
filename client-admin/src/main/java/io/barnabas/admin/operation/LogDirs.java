package io.barnabas.admin.operation;

import io.barnabas.network.error.ErrorExceptions;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeLogDirsResponse;
import io.barnabas.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.barnabas.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.barnabas.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;

/** A broker's log directories as messages have them. */
final class LogDirs {

  /** By path. */
  static Map<String, LogDirDescription> descriptions(DescribeLogDirsResponse response) {
    Map<String, LogDirDescription> dirs = new HashMap<>();
    response.results().forEach(dir -> dirs.put(dir.logDir(), description(dir)));
    return dirs;
  }

  private static LogDirDescription description(DescribeLogDirsResult dir) {
    Map<TopicPartition, ReplicaInfo> replicas = new HashMap<>();
    for (DescribeLogDirsTopic topic : dir.topics()) {
      for (DescribeLogDirsPartition partition : topic.partitions()) {
        replicas.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            new ReplicaInfo(
                partition.partitionSize(), partition.offsetLag(), partition.isFutureKey()));
      }
    }
    return new LogDirDescription(
        ErrorExceptions.of(ErrorCode.forCode(dir.errorCode())),
        replicas,
        dir.totalBytes(),
        dir.usableBytes(),
        dir.isCordoned());
  }

  private LogDirs() {}
}
