package io.barnabas.protocol.generator.spec;

import java.util.List;

/** One spec file. What the JSON leaves out is null, or false. */
public record MessageSpec(
    String name,
    String type,
    Short apiKey,
    Versions validVersions,
    Versions flexibleVersions,
    boolean latestVersionUnstable,
    List<String> listeners,
    List<FieldSpec> fields,
    List<StructSpec> commonStructs) {}
