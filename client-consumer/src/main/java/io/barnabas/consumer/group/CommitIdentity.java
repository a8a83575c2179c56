package io.barnabas.consumer.group;

/**
 * As whom offsets are committed.
 *
 * @param generationId -1 for a consumer that assigns its partitions itself
 * @param instanceId null unless a static member
 */
public record CommitIdentity(int generationId, String memberId, String instanceId) {

  /** Of a consumer that is not a member. */
  public static final CommitIdentity STANDALONE = new CommitIdentity(Generation.NO_ID, "", null);
}
