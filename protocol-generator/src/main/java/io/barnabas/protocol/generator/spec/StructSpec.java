package io.barnabas.protocol.generator.spec;

import java.util.List;

/** A struct that a message declares once and several of its fields use. */
public record StructSpec(String name, Versions versions, String about, List<FieldSpec> fields) {}
