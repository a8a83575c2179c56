/**
 * Where the polling thread waits and what ends its waiting. The polling thread is whichever
 * application thread is inside the consumer; everybody else may only ring.
 */
package io.barnabas.consumer.handover;
