/**
 * How a record finds its partition when the record itself does not say: by the hash of its key, or
 * by staying with one partition for a batch; and the partitioners that users may configure. Called
 * on application threads.
 */
package io.barnabas.producer.partition;
