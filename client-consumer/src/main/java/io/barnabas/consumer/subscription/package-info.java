/**
 * What the application has asked for and where it stands in each partition. Owned by the polling
 * thread; other threads get immutable copies or ask {@link
 * io.barnabas.consumer.subscription.TopicWatch}.
 */
package io.barnabas.consumer.subscription;
