package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeLogDirsRequest;
import io.barnabas.protocol.message.DescribeLogDirsResponse;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.LogDirDescription;

/** Describes the log directories of brokers (KIP-113). An item is a broker's id. */
public final class DescribeLogDirs
    implements Operation<Integer, Map<String, LogDirDescription>, DescribeLogDirsResponse> {

  @Override
  public String name() {
    return "describeLogDirs";
  }

  @Override
  public Route route(Integer broker) {
    return Route.broker(broker);
  }

  @Override
  public ApiRequest<DescribeLogDirsResponse> request(List<Integer> broker, int timeoutMs) {
    return new DescribeLogDirsRequest().topics(null);
  }

  @Override
  public void read(
      DescribeLogDirsResponse response, Items<Integer, Map<String, LogDirDescription>> items) {
    Map<String, LogDirDescription> dirs = LogDirs.descriptions(response);
    if (dirs.isEmpty()) {
      items.failAll(refusal(response), null);
    } else {
      items.all().forEach(broker -> items.complete(broker, dirs));
    }
  }

  /** Before version 3 a broker that must not tell answers with nothing. */
  private static ErrorCode refusal(DescribeLogDirsResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    return error == ErrorCode.NONE ? ErrorCode.CLUSTER_AUTHORIZATION_FAILED : error;
  }
}
