/**
 * Java source from the model: one emitter per kind of code (beans, readers, writers, the key enum).
 * Runs on the build's thread, called by the generator's main class.
 */
package io.barnabas.protocol.generator.emit;
