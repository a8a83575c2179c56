package io.barnabas.network.cluster;

import static io.barnabas.network.cluster.Answers.cluster;
import static io.barnabas.network.cluster.Answers.partition;
import static io.barnabas.network.cluster.Answers.topic;
import static io.barnabas.network.cluster.Answers.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.MetadataResponse;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.Test;

class RebootstrapTest {

  private static MetadataResponse described() {
    return with(cluster(1, 2), topic("t", new UUID(1, 1), partition(0, 1, 5)));
  }

  private static List<Integer> ids(Collection<Node> nodes) {
    return nodes.stream().map(Node::id).sorted().toList();
  }

  @Test
  void bootstrapServersAreAskedTooOnceNoBrokerIsLeft() {
    try (MetadataFixture fixture = new MetadataFixture()) {
      fixture.answer(described());
      fixture.requests.down.addAll(List.of(1, 2));
      fixture.metadata.requestRefresh();
      fixture.advance(200);

      assertEquals(-1, fixture.requests.last().nodeId());
      assertEquals(List.of(-2, -1, 1, 2), ids(fixture.nodes.candidates()));
      assertEquals(1, fixture.view().leader("t", 0), "the view stays meanwhile");
      fixture.answer(described());
      assertEquals(List.of(1, 2), ids(fixture.nodes.candidates()));
    }
  }

  @Test
  void bootstrapServersAreAskedTooOnceEveryBrokerHasFailed() {
    try (MetadataFixture fixture = new MetadataFixture()) {
      fixture.answer(described());
      fixture.metadata.requestRefresh();
      fixture.advance(200);
      fixture.requests.disconnectUnsent();
      assertEquals(List.of(1, 2), ids(fixture.nodes.candidates()), "broker 2 was not tried yet");
      fixture.requests.down.add(1);
      fixture.advance(200);
      fixture.requests.fail(new DisconnectException("gone"), true);
      assertEquals(List.of(-2, -1, 1, 2), ids(fixture.nodes.candidates()));
    }
  }

  @Test
  void strategyNoneStaysWithTheBrokersItKnows() {
    try (MetadataFixture fixture = new MetadataFixture("metadata.recovery.strategy", "none")) {
      fixture.answer(described());
      fixture.requests.down.addAll(List.of(1, 2));
      fixture.metadata.requestRefresh();
      fixture.advance(400_000);
      assertEquals(1, fixture.requests.sent.size());
      assertEquals(List.of(1, 2), ids(fixture.nodes.candidates()));

      fixture.requests.down.clear();
      fixture.advance(1_000);
      fixture.answer(new MetadataResponse().errorCode(ErrorCode.REBOOTSTRAP_REQUIRED.code()));
      assertEquals(List.of(1, 2), ids(fixture.nodes.candidates()));
    }
  }

  @Test
  void silenceForTheTriggersTimeStartsAfresh() {
    try (MetadataFixture fixture =
        new MetadataFixture("metadata.recovery.rebootstrap.trigger.ms", 5_000)) {
      fixture.answer(described());
      fixture.metadata.requestRefresh();
      fixture.advance(200);
      fixture.advance(4_999);
      assertTrue(fixture.requests.disconnected.isEmpty());
      fixture.advance(1);

      assertEquals(List.of(1, 2), fixture.requests.disconnected.stream().sorted().toList());
      fixture.requests.disconnectUnsent();
      fixture.advance(1_000);
      assertEquals(-1, fixture.requests.last().nodeId());
      assertEquals(List.of(-2, -1), ids(fixture.nodes.candidates()));
    }
  }

  @Test
  void aBrokerCanAskForIt() {
    try (MetadataFixture fixture = new MetadataFixture()) {
      fixture.answer(described());
      fixture.metadata.requestRefresh();
      fixture.advance(200);
      fixture.answer(new MetadataResponse().errorCode(ErrorCode.REBOOTSTRAP_REQUIRED.code()));
      assertEquals(List.of(1, 2), fixture.requests.disconnected.stream().sorted().toList());
      assertEquals(2, fixture.requests.sent.size(), "within the back-off");
      fixture.advance(200);
      assertEquals(-1, fixture.requests.last().nodeId());
      fixture.answer(described());
      assertEquals(List.of(1, 2), ids(fixture.nodes.candidates()));
    }
  }

  @Test
  void aNewAddressOfABrokerIsTakenOver() {
    try (MetadataFixture fixture = new MetadataFixture()) {
      fixture.answer(described());
      fixture.metadata.onBrokerHint(2, "moved", 9093, null);
      assertEquals("moved", fixture.nodes.node(2).host());
      fixture.metadata.requestRefresh();
      fixture.advance(200);
      MetadataResponse moved = cluster(1);
      moved.brokers(
          List.of(Answers.broker(1, "elsewhere", 9094), Answers.broker(2, "host2", 9092)));
      fixture.answer(moved);
      assertEquals("elsewhere", fixture.nodes.node(1).host());
      assertEquals("host2", fixture.nodes.node(2).host());
    }
  }
}
