package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.config;
import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.FakeBroker;
import io.barnabas.testkit.Reply;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Coordinators that are busy, elsewhere or too old. */
class CoordinatorBadDaysTest {

  @Test
  void offsetsAreDeletedAtTheCoordinatorThatIsFoundAgain() {
    try (FakeBroker broker = FakeBroker.start();
        BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()))) {
      broker.once(ApiKeys.OFFSET_DELETE, request -> deleted(Errors.NOT_COORDINATOR));
      broker.on(ApiKeys.OFFSET_DELETE, request -> deleted(Errors.GROUP_ID_NOT_FOUND));

      assertInstanceOf(
          GroupIdNotFoundException.class,
          failureOf(
              admin.deleteConsumerGroupOffsets("g", Set.of(new TopicPartition("t", 0))).all()));
      assertEquals(2, broker.requests(ApiKeys.OFFSET_DELETE).size());
      assertEquals(2, broker.requests(ApiKeys.FIND_COORDINATOR).size());
    }
  }

  private static Reply deleted(Errors error) {
    return Reply.of(new OffsetDeleteResponseData().setErrorCode(error.code()));
  }

  @Test
  void fenceWaitsForTheEndOfATransactionThatIsUnderWay() throws Exception {
    try (FakeBroker broker = FakeBroker.start();
        BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()))) {
      broker.once(ApiKeys.INIT_PRODUCER_ID, request -> fenced(Errors.CONCURRENT_TRANSACTIONS));
      broker.on(ApiKeys.INIT_PRODUCER_ID, request -> fenced(Errors.NONE));

      assertEquals((short) 8, get(admin.fenceProducers(List.of("x")).epochId("x")));
      assertEquals(2, broker.requests(ApiKeys.INIT_PRODUCER_ID).size());
    }
  }

  private static Reply fenced(Errors error) {
    return Reply.of(
        new InitProducerIdResponseData()
            .setErrorCode(error.code())
            .setProducerId(7)
            .setProducerEpoch((short) 8));
  }

  @Test
  void whatABrokerIsTooOldForFails() throws Exception {
    try (FakeBroker broker = FakeBroker.start()) {
      broker.versions(ApiKeys.LIST_TRANSACTIONS, 0, 1);
      broker.versions(ApiKeys.LEAVE_GROUP, 0, 2);
      broker.on(ApiKeys.LIST_TRANSACTIONS, request -> Reply.of(new ListTransactionsResponseData()));
      try (BarnabasAdmin admin = BarnabasAdmin.create(config(broker.address()))) {
        ListTransactionsOptions pattern =
            new ListTransactionsOptions().filterOnTransactionalIdPattern("x.*");
        assertInstanceOf(
            UnsupportedVersionException.class, failureOf(admin.listTransactions(pattern).all()));
        assertTrue(
            get(admin.listTransactions(new ListTransactionsOptions().filterOnDuration(1)).all())
                .isEmpty());
        assertInstanceOf(
            UnsupportedVersionException.class,
            failureOf(
                admin
                    .removeMembersFromConsumerGroup(
                        "g",
                        new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("i"))))
                    .all()));
      }
    }
  }
}
