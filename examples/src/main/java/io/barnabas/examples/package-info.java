/** One runnable main for each task, each short enough to copy. */
package io.barnabas.examples;
