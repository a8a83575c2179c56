/**
 * How a record finds its partition when neither the record nor a configured partitioner says: by
 * the hash of its key, or by staying with one partition for a batch. Called on application threads.
 */
package io.barnabas.producer.partition;
