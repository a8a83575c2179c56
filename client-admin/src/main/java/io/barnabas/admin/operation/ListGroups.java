package io.barnabas.admin.operation;

import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.ListGroupsRequest;
import io.barnabas.protocol.message.ListGroupsResponse;
import io.barnabas.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;

/**
 * Lists the groups that each broker coordinates. An item is a broker's id.
 *
 * @param <L> what a group is listed as
 */
public final class ListGroups<L> implements Operation<Integer, Collection<L>, ListGroupsResponse> {

  /** Groups of consumers, and those that only commit offsets. */
  private static final Set<String> CONSUMER_PROTOCOLS = Set.of("consumer", "");

  private final Set<GroupState> states;
  private final Set<GroupType> types;

  /** Empty for all. */
  private final Set<String> protocols;

  private final Function<ListedGroup, L> listing;

  private ListGroups(
      Set<GroupState> states,
      Set<GroupType> types,
      Set<String> protocols,
      Function<ListedGroup, L> listing) {
    this.states = states;
    this.types = types;
    this.protocols = protocols;
    this.listing = listing;
  }

  public static ListGroups<GroupListing> all(ListGroupsOptions options) {
    return new ListGroups<>(
        options.groupStates(),
        options.types(),
        options.protocolTypes(),
        group ->
            new GroupListing(group.groupId(), type(group), group.protocolType(), state(group)));
  }

  @SuppressWarnings({"deprecation", "removal"})
  public static ListGroups<ConsumerGroupListing> ofConsumers(
      org.apache.kafka.clients.admin.ListConsumerGroupsOptions options) {
    return new ListGroups<>(
        options.groupStates(),
        options.types(),
        CONSUMER_PROTOCOLS,
        group ->
            new ConsumerGroupListing(
                group.groupId(), state(group), type(group), group.protocolType().isEmpty()));
  }

  private static Optional<GroupType> type(ListedGroup group) {
    return group.groupType().isEmpty()
        ? Optional.empty()
        : Optional.of(GroupType.parse(group.groupType()));
  }

  private static Optional<GroupState> state(ListedGroup group) {
    return group.groupState().isEmpty()
        ? Optional.empty()
        : Optional.of(GroupState.parse(group.groupState()));
  }

  @Override
  public String name() {
    return "listGroups";
  }

  @Override
  public Route route(Integer broker) {
    return Route.broker(broker);
  }

  @Override
  public ApiRequest<ListGroupsResponse> request(List<Integer> broker, int timeoutMs) {
    return new ListGroupsRequest()
        .statesFilter(states.stream().map(GroupState::toString).toList())
        .typesFilter(types.stream().map(GroupType::toString).toList());
  }

  @Override
  public void read(ListGroupsResponse response, Items<Integer, Collection<L>> items) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    switch (error) {
      case NONE -> items.all().forEach(broker -> items.complete(broker, listings(response)));
      case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE -> items.retryAll(error, null);
      default ->
          items
              .all()
              .forEach(
                  broker -> items.fail(broker, error, "Error listing groups on broker " + broker));
    }
  }

  private Collection<L> listings(ListGroupsResponse response) {
    return response.groups().stream()
        .filter(group -> protocols.isEmpty() || protocols.contains(group.protocolType()))
        .map(listing)
        .toList();
  }
}
