/**
 * The message specs as they stand in their JSON files: one record per JSON object, no meaning
 * added. Called by the build's thread; {@code model} is the only user.
 */
package io.barnabas.protocol.generator.spec;
