/**
 * The view of the cluster: bootstrap, metadata and its immutable snapshot, coordinators. Owned by
 * the loop thread; snapshots are read by all. Clients reach it through {@code NetworkClient}.
 */
package io.barnabas.network.cluster;
