/**
 * How bytes get to one peer and back: plain TCP today, and the place where encryption comes in.
 *
 * <p>Used by one connection each, on the loop's thread. Knows nothing of frames or requests.
 */
package io.barnabas.network.transport;
