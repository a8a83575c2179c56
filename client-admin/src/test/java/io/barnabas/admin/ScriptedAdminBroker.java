package io.barnabas.admin;

import io.barnabas.testkit.FakeBroker;
import java.util.List;
import org.apache.kafka.common.message.AddRaftVoterResponseData;
import org.apache.kafka.common.message.CreateDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData.DescribedDelegationToken;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData.DescribedDelegationTokenRenewer;
import org.apache.kafka.common.message.ExpireDelegationTokenResponseData;
import org.apache.kafka.common.message.RemoveRaftVoterResponseData;
import org.apache.kafka.common.message.RenewDelegationTokenResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.Topology;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A broker that does what the brokers of the tests cannot: hand out tokens without SASL, change a
 * quorum that is fixed, forget a broker again and again, know a group of Streams.
 */
final class ScriptedAdminBroker {

  private static final byte[] HMAC = {4, 5, 6};

  private ScriptedAdminBroker() {}

  static FakeBroker start() {
    FakeBroker broker = FakeBroker.start();
    tokens(broker);
    broker.on(ApiKeys.ADD_RAFT_VOTER, new AddRaftVoterResponseData());
    broker.on(ApiKeys.REMOVE_RAFT_VOTER, new RemoveRaftVoterResponseData());
    broker.on(ApiKeys.UNREGISTER_BROKER, new UnregisterBrokerResponseData());
    broker.on(
        ApiKeys.STREAMS_GROUP_DESCRIBE,
        new StreamsGroupDescribeResponseData()
            .setGroups(
                List.of(
                    new DescribedGroup()
                        .setGroupId("streams")
                        .setGroupState("Empty")
                        .setGroupEpoch(1)
                        .setTopology(new Topology().setEpoch(1).setSubtopologies(List.of())))));
    return broker;
  }

  private static void tokens(FakeBroker broker) {
    broker.on(
        ApiKeys.CREATE_DELEGATION_TOKEN,
        new CreateDelegationTokenResponseData()
            .setPrincipalType("User")
            .setPrincipalName("owner")
            .setTokenRequesterPrincipalType("User")
            .setTokenRequesterPrincipalName("requester")
            .setIssueTimestampMs(1)
            .setExpiryTimestampMs(2)
            .setMaxTimestampMs(3)
            .setTokenId("token")
            .setHmac(HMAC));
    broker.on(
        ApiKeys.RENEW_DELEGATION_TOKEN,
        new RenewDelegationTokenResponseData().setExpiryTimestampMs(4));
    broker.on(
        ApiKeys.EXPIRE_DELEGATION_TOKEN,
        new ExpireDelegationTokenResponseData().setExpiryTimestampMs(5));
    broker.on(
        ApiKeys.DESCRIBE_DELEGATION_TOKEN,
        new DescribeDelegationTokenResponseData().setTokens(List.of(token())));
  }

  private static DescribedDelegationToken token() {
    return new DescribedDelegationToken()
        .setPrincipalType("User")
        .setPrincipalName("owner")
        .setTokenRequesterPrincipalType("User")
        .setTokenRequesterPrincipalName("requester")
        .setIssueTimestamp(1)
        .setExpiryTimestamp(2)
        .setMaxTimestamp(3)
        .setTokenId("token")
        .setHmac(HMAC)
        .setRenewers(
            List.of(
                new DescribedDelegationTokenRenewer()
                    .setPrincipalType("User")
                    .setPrincipalName("renewer")));
  }
}
