package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.admin.driver.Whole;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeClientQuotasRequest;
import io.barnabas.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.barnabas.protocol.message.DescribeClientQuotasResponse;
import io.barnabas.protocol.message.DescribeClientQuotasResponse.EntryData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;

/** Lists the quotas of the entities that match a filter (KIP-546). */
public final class DescribeClientQuotas
    implements Operation<
        Whole, Map<ClientQuotaEntity, Map<String, Double>>, DescribeClientQuotasResponse> {

  private static final byte MATCH_EXACT = 0;
  private static final byte MATCH_DEFAULT = 1;
  private static final byte MATCH_ANY = 2;

  private final ClientQuotaFilter filter;

  public DescribeClientQuotas(ClientQuotaFilter filter) {
    this.filter = filter;
  }

  @Override
  public String name() {
    return "describeClientQuotas";
  }

  @Override
  public Route route(Whole cluster) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<DescribeClientQuotasResponse> request(List<Whole> cluster, int timeoutMs) {
    return new DescribeClientQuotasRequest()
        .strict(filter.strict())
        .components(filter.components().stream().map(DescribeClientQuotas::asked).toList());
  }

  private static ComponentData asked(ClientQuotaFilterComponent component) {
    ComponentData asked = new ComponentData().entityType(component.entityType()).match(null);
    if (component.match() == null) {
      return asked.matchType(MATCH_ANY);
    }
    return component
        .match()
        .map(name -> asked.matchType(MATCH_EXACT).match(name))
        .orElseGet(() -> asked.matchType(MATCH_DEFAULT));
  }

  @Override
  public void read(
      DescribeClientQuotasResponse response,
      Items<Whole, Map<ClientQuotaEntity, Map<String, Double>>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      items.fail(Whole.CLUSTER, error, response.errorMessage());
      return;
    }
    Map<ClientQuotaEntity, Map<String, Double>> quotas = new HashMap<>();
    for (EntryData entry : response.entries()) {
      Map<String, String> entity = new HashMap<>();
      entry.entity().forEach(part -> entity.put(part.entityType(), part.entityName()));
      Map<String, Double> values = new HashMap<>();
      entry.values().forEach(value -> values.put(value.key(), value.value()));
      quotas.put(new ClientQuotaEntity(entity), values);
    }
    items.complete(Whole.CLUSTER, quotas);
  }
}
