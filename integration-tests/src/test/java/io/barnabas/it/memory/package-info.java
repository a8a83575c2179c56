/**
 * How much memory a producer holds when its broker takes nothing. The producer runs in a JVM of its
 * own, with the fewest other things in its heap.
 */
package io.barnabas.it.memory;
