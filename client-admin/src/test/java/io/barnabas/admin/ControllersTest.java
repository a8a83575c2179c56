package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.get;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.KafkaBroker;
import io.barnabas.testkit.KafkaCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.errors.UnsupportedEndpointTypeException;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With {@code bootstrap.controllers}: the controllers are talked to themselves (KIP-919). */
class ControllersTest {

  private static final Set<String> AT_CONTROLLERS =
      Set.of(
          "addRaftVoter",
          "alterPartitionReassignments",
          "createAcls",
          "deleteAcls",
          "describeAcls",
          "describeCluster",
          "describeConfigs",
          "describeFeatures",
          "describeMetadataQuorum",
          "incrementalAlterConfigs",
          "listPartitionReassignments",
          "removeRaftVoter",
          "unregisterBroker",
          "updateFeatures");

  /** Their refusal comes as one of the errors that they collect. */
  private static final Set<String> COLLECTING = Set.of("listGroups", "listConsumerGroups");

  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.builder().brokers(3).start();
    List.of("read", "open", "alter-xours", "alter-xtheirs")
        .forEach(topic -> cluster.createTopic(topic, 1));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static BothAdmins admins() {
    return admins(
        cluster.brokers().stream().map(KafkaBroker::controllerAddress).collect(joining(",")));
  }

  private static BothAdmins admins(String controllers) {
    return new BothAdmins(
        "",
        Map.of(
            "bootstrap.servers",
            List.of(),
            "bootstrap.controllers",
            controllers,
            "default.api.timeout.ms",
            10_000,
            "request.timeout.ms",
            5_000));
  }

  @Test
  void everyMethodIsAnsweredOrRefusedAsWithKafkaClients() {
    List<String> different = new ArrayList<>();
    Set<String> answered = new TreeSet<>();
    try (BothAdmins admins = admins()) {
      for (AdminCall call : AdminCall.remote()) {
        // what a real cluster cannot do twice is asked for badly
        AdminCall.Step step = call.scripted() && call.bad() != null ? call.bad() : call.works();
        var pair =
            new CallTable.Pair(
                ResultView.of(() -> step.on(admins.theirs, "xtheirs")),
                ResultView.of(() -> step.on(admins.ours, "xours")));
        if (!pair.alike()) {
          different.add(call + ": " + pair);
        }
        if (!pair.ours().contains("UnsupportedEndpointTypeException")) {
          answered.add(call.method());
        }
      }
    }
    assertEquals(List.of(), different);
    answered.removeAll(COLLECTING);
    assertEquals(AT_CONTROLLERS, answered);
  }

  @Test
  void nodesAreControllersAndTheControllerIsTheActiveOne() throws Exception {
    try (BothAdmins admins = admins()) {
      int active = activeController(admins);
      Node controller = get(admins.ours.describeCluster().controller());
      assertEquals(active, controller.id());
      assertEquals(
          cluster.broker(active).controllerAddress(), controller.host() + ":" + controller.port());
      assertEquals(3, get(admins.ours.describeCluster().nodes()).size());
    }
  }

  @Test
  void callsGoToTheNewActiveControllerWhenTheOldOneIsKilled() throws Exception {
    try (BothAdmins admins = admins()) {
      int active = activeController(admins);
      KafkaFuture<Void> before = retain(admins.ours, 1);
      cluster.kill(active);
      KafkaFuture<Void> after = retain(admins.ours, 2);

      get(before);
      get(after);
      cluster.start(active);
    }
  }

  private static int activeController(BothAdmins admins) throws Exception {
    return get(admins.theirs.describeMetadataQuorum().quorumInfo()).leaderId();
  }

  private static KafkaFuture<Void> retain(BarnabasAdmin admin, int hours) {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "open");
    ConfigEntry retention = new ConfigEntry("retention.ms", Integer.toString(hours * 3_600_000));
    Collection<AlterConfigOp> set = List.of(new AlterConfigOp(retention, OpType.SET));
    return admin.incrementalAlterConfigs(Map.of(topic, set)).all();
  }

  @Test
  void fencedBrokersCannotBeAskedFor() {
    try (BothAdmins admins = admins()) {
      DescribeClusterOptions options = new DescribeClusterOptions().includeFencedBrokers(true);
      assertInstanceOf(
          KafkaException.class,
          admins.sameFailureType(admin -> admin.describeCluster(options).nodes()));
    }
  }

  @Test
  void brokersInPlaceOfControllersAreNoticed() {
    try (BothAdmins admins = admins(cluster.bootstrapServers())) {
      admins.sameFailureType(admin -> admin.describeCluster().nodes());
    }
  }

  @Test
  void answerOfBrokersInPlaceOfControllersIsRefused() {
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins = admins(broker.address())) {
      broker.on(
          ApiKeys.DESCRIBE_CLUSTER, new DescribeClusterResponseData().setEndpointType((byte) 1));
      assertInstanceOf(
          MismatchedEndpointTypeException.class,
          admins.sameFailureType(admin -> admin.describeCluster().nodes()));
    }
  }

  @Test
  void refusalIsInTheWordsOfKafkaClients() {
    try (BothAdmins admins = admins()) {
      assertInstanceOf(
          UnsupportedEndpointTypeException.class,
          admins.sameFailure(admin -> admin.listTopics().names()));
    }
  }
}
