package io.barnabas.examples;

import io.barnabas.admin.BarnabasAdmin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Creates a topic of three partitions and lists all: {@code CreateTopic HOST:PORT TOPIC}. */
public final class CreateTopic {

  public static void main(String[] args) throws ExecutionException, InterruptedException {
    try (Admin admin = new BarnabasAdmin(Map.of("bootstrap.servers", args[0]))) {
      admin.createTopics(List.of(new NewTopic(args[1], 3, (short) 1))).all().get();
      admin.listTopics().names().get().forEach(System.out::println);
    }
  }

  private CreateTopic() {}
}
