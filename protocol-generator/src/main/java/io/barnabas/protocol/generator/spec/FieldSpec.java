package io.barnabas.protocol.generator.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** One field of a message or struct. What the JSON leaves out is null, or false. */
public record FieldSpec(
    String name,
    String type,
    Versions versions,
    Versions nullableVersions,
    Versions taggedVersions,
    Integer tag,
    Versions flexibleVersions,
    @JsonProperty("default") String defaultValue,
    boolean ignorable,
    boolean mapKey,
    boolean zeroCopy,
    String entityType,
    String about,
    List<FieldSpec> fields) {}
