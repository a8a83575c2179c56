package io.barnabas.it.misuse;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Deserializers and interceptors that throw, or make nothing of what they get. */
final class PluginMisuses {
  /** The key of the configuration under which plugins find their scene. */
  static final String SCENE = "misuse.scene";

  private PluginMisuses() {}

  static List<Misuse> all() {
    return Stream.of(
            Stream.of("serialization", "runtime", "error")
                .flatMap(kind -> Stream.of(deserializer(kind, true), deserializer(kind, false))),
            Stream.of(Watching.class, Throwing.class, Swallowing.class, Emptying.class)
                .map(PluginMisuses::interceptor),
            Stream.of(
                new Misuse(
                    "an interceptor that cannot be configured",
                    Map.of("interceptor.classes", Unconfigurable.class.getName()),
                    (consumer, scene) -> scene.add("made")),
                new Misuse(
                    "a deserializer that cannot be configured",
                    Map.of("value.deserializer", Unwilling.class),
                    (consumer, scene) -> scene.add("made"))))
        .flatMap(all -> all)
        .toList();
  }

  private static Misuse deserializer(String kind, boolean ofKeys) {
    return new Misuse(
        "a deserializer of %s that throws: %s".formatted(ofKeys ? "keys" : "values", kind),
        Map.of(
            ofKeys ? "key.deserializer" : "value.deserializer", Picky.class, Picky.REFUSES, kind),
        PluginMisuses::readPastTheBadOne);
  }

  private static void readPastTheBadOne(Consumer<String, String> consumer, Scene scene) {
    TopicPartition tp = scene.partition(0);
    consumer.assign(List.of(tp));
    scene.pollUntil(consumer, () -> consumer.position(tp) == Picky.BAD);
    for (int i = 0; i < 2; i++) {
      scene.attempt("poll", () -> pollUntilItThrows(consumer));
      scene.add("at " + consumer.position(tp));
    }
    try {
      pollUntilItThrows(consumer);
    } catch (RecordDeserializationException e) {
      scene.add(
          "%s %d %s %s %s"
              .formatted(
                  e.topicPartition().partition(),
                  e.offset(),
                  e.origin(),
                  text(e.keyBuffer()),
                  text(e.valueBuffer())));
    } catch (RuntimeException | Error e) {
      scene.add("again " + e.getClass());
    }
    consumer.seek(tp, Picky.BAD + 1);
    scene.readToTheEnd(consumer);
  }

  private static void pollUntilItThrows(Consumer<String, String> consumer) {
    long end = System.nanoTime() + Scene.LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (!consumer.poll(Duration.ofMillis(50)).isEmpty()) {
        throw new AssertionError("read past it");
      }
    }
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return new String(bytes);
  }

  private static Misuse interceptor(Class<? extends Watching> type) {
    return new Misuse(
        "an interceptor that is " + type.getSimpleName(),
        Map.of(
            "interceptor.classes",
            List.of(type.getName(), Last.class.getName()),
            "max.poll.records",
            100),
        (consumer, scene) -> {
          consumer.assign(List.of(scene.partition(0)));
          scene.attempt(
              "read",
              () -> {
                while (consumer.position(scene.partition(0)) < Stage.RECORDS) {
                  ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(50));
                  if (records == null || !records.isEmpty()) {
                    scene.add("polled " + (records == null ? null : records.count()));
                  }
                }
              });
          scene.attempt("commitSync", () -> consumer.commitSync(Scene.LIMIT));
          scene.addCommitted(consumer);
          scene.attempt("close", consumer::close);
        });
  }

  /** Refuses one record. */
  public static final class Picky extends StringDeserializer {
    static final String REFUSES = "misuse.refuses";
    static final int BAD = 12;

    private String kind;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      kind = (String) configs.get(REFUSES);
    }

    @Override
    public String deserialize(String topic, Headers headers, ByteBuffer data) {
      String value = super.deserialize(topic, headers, data);
      if (value.endsWith("" + BAD)) {
        refuse();
      }
      return value;
    }

    private void refuse() {
      switch (kind) {
        case "serialization" -> throw new SerializationException("cannot");
        case "runtime" -> throw new IllegalStateException("will not");
        default -> throw new AssertionError("an Error");
      }
    }
  }

  /** Cannot be configured. */
  public static final class Unwilling extends StringDeserializer {
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      throw new IllegalArgumentException("configure");
    }
  }

  /** Notes what it sees. */
  public static class Watching implements ConsumerInterceptor<String, String> {
    private Scene scene;

    @Override
    public void configure(Map<String, ?> configs) {
      scene = (Scene) configs.get(SCENE);
      scene.add(name() + ".configure " + configs.get("client.id"));
    }

    private String name() {
      return getClass().getSimpleName();
    }

    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      if (records == null || !records.isEmpty()) {
        scene.add(name() + ".onConsume " + (records == null ? null : records.count()));
      }
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      scene.add(name() + ".onCommit " + offsets);
    }

    @Override
    public void close() {
      scene.add(name() + ".close");
    }
  }

  /** The one behind the one that is tried. */
  public static final class Last extends Watching {}

  /** Throws wherever it can. */
  public static final class Throwing extends Watching {
    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      super.onConsume(records);
      throw new IllegalStateException("onConsume");
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      super.onCommit(offsets);
      throw new IllegalStateException("onCommit");
    }

    @Override
    public void close() {
      super.close();
      throw new IllegalStateException("close");
    }
  }

  /** Makes null of records. */
  public static final class Swallowing extends Watching {
    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      super.onConsume(records);
      return null;
    }
  }

  /** Keeps all records back. */
  public static final class Emptying extends Watching {
    @Override
    public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
      super.onConsume(records);
      return new ConsumerRecords<>(Map.of(), records.nextOffsets());
    }
  }

  /** Refuses to be configured. */
  public static final class Unconfigurable extends Watching {
    @Override
    public void configure(Map<String, ?> configs) {
      throw new IllegalArgumentException("configure");
    }
  }
}
