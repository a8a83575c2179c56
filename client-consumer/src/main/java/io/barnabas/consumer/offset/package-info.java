/**
 * Where to begin and how far the application has come: committed offsets, their commits, offsets by
 * time, and the positions of newly assigned partitions. The polling thread decides; the requests
 * run on the loop.
 */
package io.barnabas.consumer.offset;
