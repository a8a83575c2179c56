/**
 * Connections to brokers: one for each broker and lane, made when first wanted, negotiated,
 * authenticated, watched over by deadlines, and gone with their cause told to all who wait.
 *
 * <p>Owned by the loop's thread, which alone may call in through {@link
 * io.barnabas.network.connection.RequestSender}. Knows how to reach brokers, not which one to ask.
 */
package io.barnabas.network.connection;
