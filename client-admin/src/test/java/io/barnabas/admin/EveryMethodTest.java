package io.barnabas.admin;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/**
 * Every method of {@code Admin}, through both clients for the same work: where it works, with bad
 * input, where it is not allowed, where the broker is silent and where it is too old. All that a
 * user can see must be equal.
 */
class EveryMethodTest {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private final CallTable table = new CallTable();

  @Test
  void resultsAndErrorsAreThoseOfKafkaClients() throws Exception {
    try (EveryMethodCluster cluster = new EveryMethodCluster();
        FakeBroker scripted = ScriptedAdminBroker.start();
        BothAdmins admins = admins(cluster.bootstrapServers(), Map.of());
        BothAdmins scriptedAdmins = admins(scripted.address(), Map.of())) {
      for (AdminCall call : AdminCall.remote()) {
        table.add(call, "works", works(call, call.scripted() ? scriptedAdmins : admins));
      }
      for (AdminCall call : AdminCall.remote()) {
        if (call.bad() != null) {
          table.add(call, "bad input", compared(call.bad(), cluster));
        }
      }
      cluster.denyAll();
      for (AdminCall call : AdminCall.remote()) {
        table.add(call, "not allowed", compared(call.works(), cluster));
      }
    }
    silentBroker();
    oldBroker();
    ofTheClient();
    System.out.println(table);
    assertEquals(methods(), table.methods());
    assertEquals(List.of(), table.differences());
    assertEquals(List.of(), table.empty());
  }

  private static BothAdmins admins(String bootstrapServers, Map<String, Object> more) {
    return new BothAdmins(bootstrapServers, more);
  }

  private static Set<String> methods() {
    return Arrays.stream(Admin.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .collect(toCollection(TreeSet::new));
  }

  /** What is only looked at may take a moment to be the same on all brokers. */
  private static CallTable.Pair works(AdminCall call, BothAdmins admins) {
    if (!call.repeatable()) {
      return compared(call.works(), admins);
    }
    List<CallTable.Pair> last = new ArrayList<>();
    try {
      Await.until(
          call + " answers alike",
          PATIENCE,
          () -> {
            last.add(compared(call.works(), admins));
            return last.get(last.size() - 1).alike();
          });
    } catch (AssertionError never) {
      return last.get(last.size() - 1);
    }
    return last.get(last.size() - 1);
  }

  /** With clients of its own: there is input that kafka-clients' network thread dies of. */
  private static CallTable.Pair compared(AdminCall.Step step, EveryMethodCluster cluster) {
    try (BothAdmins admins = admins(cluster.bootstrapServers(), shortTimes())) {
      return compared(step, admins);
    }
  }

  private static CallTable.Pair compared(AdminCall.Step step, BothAdmins admins) {
    return new CallTable.Pair(
        ResultView.of(() -> step.on(admins.theirs, "xtheirs")),
        ResultView.of(() -> step.on(admins.ours, "xours")));
  }

  /** A broker that takes connections and requests and never answers: time is up. */
  private void silentBroker() throws Exception {
    try (FakeBroker silent = FakeBroker.start();
        BothAdmins admins = admins(silent.address(), shortTimes())) {
      for (ApiKeys api : ApiKeys.brokerApis()) {
        silent.on(api, request -> Reply.silence());
      }
      allAtOnce("timed out", admins);
    }
  }

  /** A broker that knows its topics and its coordinators, and nothing else. */
  private void oldBroker() throws Exception {
    Set<ApiKeys> known = Set.of(ApiKeys.API_VERSIONS, ApiKeys.METADATA, ApiKeys.FIND_COORDINATOR);
    try (FakeBroker old = FakeBroker.start();
        BothAdmins admins = admins(old.address(), shortTimes())) {
      ApiKeys.brokerApis().stream().filter(api -> !known.contains(api)).forEach(old::without);
      old.topic("read", 3).topic("open", 1);
      for (String me : EveryMethodCluster.CLIENTS) {
        old.topic("alter-" + me, 1).topic("hang-" + me, 1);
      }
      allAtOnce("broker too old", admins);
    }
  }

  private static Map<String, Object> shortTimes() {
    return Map.of(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        5_000,
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        2_500);
  }

  private void allAtOnce(String column, BothAdmins admins) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<AdminCall, CompletableFuture<CallTable.Pair>> pairs = new LinkedHashMap<>();
      for (AdminCall call : AdminCall.remote()) {
        pairs.put(
            call, CompletableFuture.supplyAsync(() -> compared(call.works(), admins), threads));
      }
      for (Map.Entry<AdminCall, CompletableFuture<CallTable.Pair>> pair : pairs.entrySet()) {
        table.add(pair.getKey(), column, pair.getValue().get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private void ofTheClient() {
    try (FakeBroker broker = FakeBroker.start();
        BothAdmins admins =
            admins(broker.address(), Map.of(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false))) {
      for (AdminCall call : ClientCalls.all()) {
        if (call.bad() != null) {
          table.add(call, "bad input", compared(call.bad(), admins));
        }
        table.add(call, "works", compared(call.works(), admins));
      }
    }
    assertTrue(table.methods().contains("close"));
  }
}
