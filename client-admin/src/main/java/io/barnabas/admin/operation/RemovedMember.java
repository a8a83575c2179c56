package io.barnabas.admin.operation;

/**
 * A member of a group as its coordinator knows it.
 *
 * @param memberId empty if it goes by its instance id
 * @param groupInstanceId null if it has none
 */
public record RemovedMember(String memberId, String groupInstanceId) {

  static RemovedMember byInstance(String groupInstanceId) {
    return new RemovedMember("", groupInstanceId);
  }
}
