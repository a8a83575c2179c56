package io.barnabas.it.group;

import io.barnabas.consumer.BarnabasConsumer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Whose consumer, by which protocol of the group. */
record MemberConfig(boolean ours, String protocol) {
  static final int SESSION_TIMEOUT_MS = 6_000;

  Consumer<Integer, String> consumer(String servers, String group) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    if (protocol.equals("classic")) {
      config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
      config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
      config.put(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return ours
        ? new BarnabasConsumer<>(config, new IntegerDeserializer(), new StringDeserializer())
        : new KafkaConsumer<>(config, new IntegerDeserializer(), new StringDeserializer());
  }
}
