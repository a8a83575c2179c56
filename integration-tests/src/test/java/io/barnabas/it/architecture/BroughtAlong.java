package io.barnabas.it.architecture;

import java.util.Set;

/**
 * Classes of kafka-clients' inner packages that its own public classes load when they are used:
 * each with the public class that brings it.
 */
final class BroughtAlong {

  /** By the name of the outermost class, or of the package with a dot at its end. */
  private static final Set<String> NAMES =
      Set.of(
          // the stock assignors are their subclasses
          "org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor",
          "org.apache.kafka.clients.consumer.internals.AbstractStickyAssignor",
          "org.apache.kafka.clients.consumer.internals.Utils",
          // ConsumerConfig checks values with them
          "org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy",
          "org.apache.kafka.clients.consumer.internals.ShareAcknowledgementMode",
          "org.apache.kafka.clients.consumer.internals.ShareAcquireMode",
          // CooperativeStickyAssignor reads and writes its user data with them
          "org.apache.kafka.common.protocol.types.",
          // ProducerConfig checks compression.type and its levels with it
          "org.apache.kafka.common.record.internal.CompressionType",
          // CompressionType's own description
          "org.apache.kafka.common.record.internal.Record");

  static boolean contains(String className) {
    String outermost = className.replaceFirst("\\$.*", "");
    String packageName = className.replaceFirst("[^.]+$", "");
    return NAMES.contains(outermost) || NAMES.contains(packageName);
  }

  private BroughtAlong() {}
}
