/**
 * Messages with everything resolved: types, struct references, version ranges, defaults, sizes.
 * Immutable once built, on the build's thread; {@code emit} reads it.
 */
package io.barnabas.protocol.generator.model;
