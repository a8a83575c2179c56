/**
 * What the three clients share: {@code NetworkClient}, which holds one event loop, its connections,
 * the view of the cluster and the retry loop. Each client instance has its own. The packages below
 * do not know it, and have no cycles among them.
 */
package io.barnabas.network;
