/**
 * Membership in a consumer group. {@code ClassicMember} is the member on the loop: it joins, syncs,
 * beats and leaves, and asks the polling thread, by {@code RebalanceStep}s, for what only that may
 * do; {@code ClassicMembership} takes these steps on the polling thread, where listeners and
 * assignors run.
 */
package io.barnabas.consumer.group;
