/**
 * What the three clients share: settings, and {@code NetworkClient}, which holds one event loop,
 * its connections, the view of the cluster and the retry loop. Each client instance has its own.
 */
package io.barnabas.network;
