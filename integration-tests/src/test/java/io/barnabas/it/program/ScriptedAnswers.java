package io.barnabas.it.program;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.FakeRequest;
import io.barnabas.testkit.Reply;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** A broker with one topic for each error, one that is never answered, and one without a leader. */
final class ScriptedAnswers {
  private ScriptedAnswers() {}

  static String topic(Errors error) {
    return "error-" + error.code();
  }

  static FakeBroker start() {
    FakeBroker broker = FakeBroker.start();
    broker.topic("silent", 1);
    broker.topic("leaderless", 1).leader("leaderless", 0, -1);
    for (Errors error : Errors.values()) {
      broker.topic(topic(error), 1);
    }
    return broker.on(ApiKeys.PRODUCE, request -> answer(broker, request));
  }

  private static Reply answer(FakeBroker broker, FakeRequest request) {
    ProduceRequestData data = request.body();
    ProduceResponseData response = new ProduceResponseData();
    for (TopicProduceData topic : data.topicData()) {
      if (isOf(broker, "silent", topic)) {
        return Reply.silence();
      }
      response.responses().add(answer(broker, topic));
    }
    return Reply.of(response);
  }

  private static TopicProduceResponse answer(FakeBroker broker, TopicProduceData topic) {
    TopicProduceResponse answer =
        new TopicProduceResponse().setName(topic.name()).setTopicId(topic.topicId());
    topic
        .partitionData()
        .forEach(
            each ->
                answer
                    .partitionResponses()
                    .add(
                        new PartitionProduceResponse()
                            .setIndex(each.index())
                            .setBaseOffset(-1)
                            .setErrorCode(error(broker, topic).code())));
    return answer;
  }

  private static Errors error(FakeBroker broker, TopicProduceData topic) {
    for (Errors error : Errors.values()) {
      if (isOf(broker, topic(error), topic)) {
        return error;
      }
    }
    throw new IllegalArgumentException("no such topic: " + topic);
  }

  private static boolean isOf(FakeBroker broker, String name, TopicProduceData topic) {
    return topic.topicId().equals(Uuid.ZERO_UUID)
        ? topic.name().equals(name)
        : topic.topicId().equals(broker.topicId(name));
  }
}
