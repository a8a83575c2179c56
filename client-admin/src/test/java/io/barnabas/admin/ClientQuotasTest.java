package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static io.barnabas.admin.BothAdmins.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterClientQuotasOptions;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaAlteration.Op;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.junit.jupiter.api.Test;

/** Quotas on a real broker, beside kafka-clients' own admin client. */
class ClientQuotasTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void quotasAreSetListedAndRemovedAsByKafkaClients() throws Exception {
    try (BothAdmins admins = new BothAdmins(KafkaCluster.shared().bootstrapServers())) {
      String user = unique("user");
      ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user));
      ClientQuotaFilterComponent exact =
          ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.USER, user);
      ClientQuotaFilter its = ClientQuotaFilter.containsOnly(List.of(exact));
      ClientQuotaAlteration set =
          new ClientQuotaAlteration(entity, List.of(new Op("producer_byte_rate", 1024.0)));

      get(
          admins
              .ours
              .alterClientQuotas(List.of(set), new AlterClientQuotasOptions().validateOnly(true))
              .all());
      assertTrue(admins.same(admin -> admin.describeClientQuotas(its).entities()).isEmpty());

      get(admins.ours.alterClientQuotas(List.of(set)).all());
      Await.until("the quota is known", PATIENCE, () -> !listed(admins, its).isEmpty());
      assertEquals(
          Map.of(entity, Map.of("producer_byte_rate", 1024.0)),
          admins.same(admin -> admin.describeClientQuotas(its).entities()));
      for (ClientQuotaFilter filter :
          List.of(
              ClientQuotaFilter.all(),
              ClientQuotaFilter.contains(
                  List.of(ClientQuotaFilterComponent.ofEntityType(ClientQuotaEntity.USER))),
              ClientQuotaFilter.contains(
                  List.of(ClientQuotaFilterComponent.ofDefaultEntity(ClientQuotaEntity.USER))))) {
        admins.same(admin -> admin.describeClientQuotas(filter).entities());
      }

      get(
          admins
              .ours
              .alterClientQuotas(
                  List.of(
                      new ClientQuotaAlteration(
                          entity, List.of(new Op("producer_byte_rate", null)))))
              .values()
              .get(entity));
      Await.until("the quota is gone", PATIENCE, () -> listed(admins, its).isEmpty());
    }
  }

  @Test
  void badQuotaFailsAloneAsInKafkaClients() throws Exception {
    try (BothAdmins admins = new BothAdmins(KafkaCluster.shared().bootstrapServers())) {
      ClientQuotaEntity good =
          new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, unique("good")));
      ClientQuotaEntity bad =
          new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, unique("bad")));
      ClientQuotaAlteration unknown =
          new ClientQuotaAlteration(bad, List.of(new Op("no_such_quota", 1.0)));
      ClientQuotaAlteration known =
          new ClientQuotaAlteration(good, List.of(new Op("request_percentage", 200.0)));

      var altered =
          admins
              .ours
              .alterClientQuotas(
                  List.of(unknown, known), new AlterClientQuotasOptions().validateOnly(true))
              .values();
      get(altered.get(good));
      assertInstanceOf(InvalidRequestException.class, failureOf(altered.get(bad)));
      admins.sameFailure(admin -> admin.alterClientQuotas(List.of(unknown)).all());
    }
  }

  private static Map<ClientQuotaEntity, Map<String, Double>> listed(
      BothAdmins admins, ClientQuotaFilter filter) throws Exception {
    return get(admins.ours.describeClientQuotas(filter).entities());
  }
}
