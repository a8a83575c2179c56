package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.AlterClientQuotasRequest;
import io.barnabas.protocol.message.AlterClientQuotasRequest.EntityData;
import io.barnabas.protocol.message.AlterClientQuotasRequest.EntryData;
import io.barnabas.protocol.message.AlterClientQuotasRequest.OpData;
import io.barnabas.protocol.message.AlterClientQuotasResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterClientQuotasOptions;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** Sets and removes quotas of users, client ids and addresses (KIP-546). */
public final class AlterClientQuotas
    implements Operation<ClientQuotaEntity, Void, AlterClientQuotasResponse> {

  private static final ControllerErrors ERRORS = new ControllerErrors(false);

  private final Map<ClientQuotaEntity, ClientQuotaAlteration> alterations = new HashMap<>();
  private final boolean validateOnly;

  public AlterClientQuotas(
      Collection<ClientQuotaAlteration> alterations, AlterClientQuotasOptions options) {
    alterations.forEach(alteration -> this.alterations.put(alteration.entity(), alteration));
    this.validateOnly = options.validateOnly();
  }

  /** The items. */
  public Collection<ClientQuotaEntity> entities() {
    return alterations.keySet();
  }

  @Override
  public String name() {
    return "alterClientQuotas";
  }

  @Override
  public Route route(ClientQuotaEntity entity) {
    return Route.anyBroker();
  }

  @Override
  public ApiRequest<AlterClientQuotasResponse> request(
      List<ClientQuotaEntity> entities, int timeoutMs) {
    return new AlterClientQuotasRequest()
        .validateOnly(validateOnly)
        .entries(entities.stream().map(alterations::get).map(AlterClientQuotas::asked).toList());
  }

  private static EntryData asked(ClientQuotaAlteration alteration) {
    List<EntityData> entity = new ArrayList<>();
    alteration
        .entity()
        .entries()
        .forEach((type, name) -> entity.add(new EntityData().entityType(type).entityName(name)));
    return new EntryData()
        .entity(entity)
        .ops(alteration.ops().stream().map(AlterClientQuotas::change).toList());
  }

  private static OpData change(ClientQuotaAlteration.Op change) {
    boolean remove = change.value() == null;
    return new OpData().key(change.key()).remove(remove).value(remove ? 0 : change.value());
  }

  @Override
  public void read(AlterClientQuotasResponse response, Items<ClientQuotaEntity, Void> items) {
    for (AlterClientQuotasResponse.EntryData entry : response.entries()) {
      Map<String, String> parts = new HashMap<>();
      entry.entity().forEach(part -> parts.put(part.entityType(), part.entityName()));
      ClientQuotaEntity entity = new ClientQuotaEntity(parts);
      ErrorCode error = ErrorCode.forCode(entry.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(entity, null);
      } else {
        ERRORS.settle(items, entity, error, entry.errorMessage(), response.throttleTimeMs());
      }
    }
  }
}
