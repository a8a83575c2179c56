package io.barnabas.admin;

import static io.barnabas.admin.AdminCall.change;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.metrics.KafkaMetric;

/** The methods on the client itself, for the test of all methods. */
final class ClientCalls {

  private static final Duration NEGATIVE = Duration.ofMillis(-1);

  private ClientCalls() {}

  static List<AdminCall> all() {
    return List.of(
        change(
            "metrics",
            (admin, me) -> admin.metrics().keySet().stream().anyMatch(ClientCalls::isVersion),
            (admin, me) -> thrown(() -> admin.metrics().clear())),
        change(
            "registerMetricForSubscription",
            (admin, me) -> thrown(() -> admin.registerMetricForSubscription(any(admin))),
            (admin, me) -> thrown(() -> admin.registerMetricForSubscription(null))),
        change(
            "unregisterMetricFromSubscription",
            (admin, me) -> thrown(() -> admin.unregisterMetricFromSubscription(any(admin))),
            (admin, me) -> thrown(() -> admin.unregisterMetricFromSubscription(null))),
        change(
            "clientInstanceId",
            (admin, me) -> thrown(() -> admin.clientInstanceId(Duration.ZERO)),
            (admin, me) -> thrown(() -> admin.clientInstanceId(NEGATIVE))),
        change(
            "close",
            (admin, me) -> thrown(() -> admin.close(Duration.ofSeconds(5))),
            (admin, me) -> thrown(() -> admin.close(NEGATIVE))));
  }

  private static boolean isVersion(org.apache.kafka.common.MetricName name) {
    return name.group().equals("app-info") && name.name().equals("version");
  }

  private static KafkaMetric any(Admin admin) {
    return (KafkaMetric) admin.metrics().values().iterator().next();
  }

  private static Object thrown(Runnable call) {
    return ResultView.of(
        () -> {
          call.run();
          return List.of();
        });
  }
}
