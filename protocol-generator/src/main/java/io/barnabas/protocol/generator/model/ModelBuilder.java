package io.barnabas.protocol.generator.model;

import io.barnabas.protocol.generator.spec.FieldSpec;
import io.barnabas.protocol.generator.spec.MessageSpec;
import io.barnabas.protocol.generator.spec.StructSpec;
import io.barnabas.protocol.generator.spec.Versions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Resolves one spec. Refuses, by message and field, what the emitters could not do justice to. */
public final class ModelBuilder {

  /** Requests whose config values may be passwords: {@code toString} leaves them out. */
  private static final Set<String> CARRY_SECRETS =
      Set.of("AlterConfigsRequest", "IncrementalAlterConfigsRequest", "CreateTopicsRequest");

  private final MessageSpec spec;
  private final Map<String, Struct> structs = new LinkedHashMap<>();

  private ModelBuilder(MessageSpec spec) {
    this.spec = spec;
  }

  /** The message of a spec with at least one valid version. */
  public static Message message(MessageSpec spec) {
    return new ModelBuilder(spec).build();
  }

  /** The APIs of all specs, by key; those without a version left included. */
  public static List<Api> apis(List<MessageSpec> specs) {
    Map<Short, MessageSpec> responses = new LinkedHashMap<>();
    for (MessageSpec spec : specs) {
      if (spec.type().equals("response")) {
        responses.put(spec.apiKey(), spec);
      }
    }
    return specs.stream()
        .filter(spec -> spec.type().equals("request"))
        .map(spec -> api(spec, responses.get(spec.apiKey())))
        .sorted((a, b) -> Short.compare(a.key(), b.key()))
        .toList();
  }

  private static Api api(MessageSpec request, MessageSpec response) {
    if (response == null || !response.validVersions().equals(request.validVersions())) {
      throw new IllegalArgumentException(request.name() + " has no response of the same versions");
    }
    return new Api(
        request.name().substring(0, request.name().length() - "Request".length()),
        request.apiKey(),
        request.validVersions(),
        orNone(request.flexibleVersions()),
        orNone(response.flexibleVersions()),
        request.latestVersionUnstable());
  }

  private Message build() {
    Struct root = struct(spec.name(), Versions.ALL, "", spec.fields());
    structs.remove(spec.name());
    return new Message(
        Message.Kind.valueOf(spec.type().toUpperCase(Locale.ROOT)),
        spec.apiKey() == null ? -1 : spec.apiKey(),
        root,
        List.copyOf(structs.values()));
  }

  private Struct struct(String name, Versions versions, String about, List<FieldSpec> fieldSpecs) {
    Versions reachable = versions.intersect(spec.validVersions());
    String path = name.equals(spec.name()) ? name : spec.name() + "." + name;
    List<Field> fields = new ArrayList<>();
    for (FieldSpec fieldSpec : fieldSpecs) {
      fields.add(field(path, fieldSpec));
    }
    Struct struct =
        new Struct(
            name, path, reachable, orNone(spec.flexibleVersions()), about, List.copyOf(fields));
    if (structs.put(name, struct) != null) {
      throw new IllegalArgumentException(spec.name() + " declares struct " + name + " twice");
    }
    return struct;
  }

  private Field field(String owner, FieldSpec from) {
    String name = from.name().substring(0, 1).toLowerCase(Locale.ROOT) + from.name().substring(1);
    Field field =
        new Field(
            name,
            owner + "." + name,
            type(from),
            from.versions(),
            orNone(from.nullableVersions()),
            from.flexibleVersions() == null
                ? orNone(spec.flexibleVersions())
                : from.flexibleVersions(),
            from.tag() == null ? -1 : from.tag(),
            from.defaultValue() == null ? "" : from.defaultValue(),
            from.ignorable(),
            from.mapKey(),
            from.zeroCopy(),
            from.name().equals("Value") && CARRY_SECRETS.contains(spec.name()),
            from.about() == null ? "" : from.about());
    validate(field, from);
    return field;
  }

  private FieldType type(FieldSpec from) {
    boolean array = from.type().startsWith("[]");
    String element = array ? from.type().substring(2) : from.type();
    FieldType resolved = Scalar.named(element);
    if (resolved == null) {
      resolved = structOf(element, from);
    }
    return array ? new FieldType.ArrayOf(resolved) : resolved;
  }

  private Struct structOf(String name, FieldSpec from) {
    if (from.fields() != null) {
      return struct(name, from.versions(), from.about(), from.fields());
    }
    Struct known = structs.get(name);
    return known != null ? known : commonStruct(name);
  }

  private Struct commonStruct(String name) {
    List<StructSpec> common = spec.commonStructs() == null ? List.of() : spec.commonStructs();
    for (StructSpec candidate : common) {
      if (candidate.name().equals(name)) {
        return struct(name, candidate.versions(), candidate.about(), candidate.fields());
      }
    }
    throw new IllegalArgumentException(spec.name() + " uses the unknown type " + name);
  }

  private static void validate(Field field, FieldSpec from) {
    require(field, field.versions() != null, "has no versions");
    require(field, (from.tag() == null) == (from.taggedVersions() == null), "has half a tag");
    if (field.isTagged()) {
      require(
          field, from.versions().equals(from.taggedVersions()), "is tagged in some versions only");
      require(field, !holdsRecords(field.type()), "is tagged and holds records");
      require(
          field,
          !(field.type() instanceof Struct) || field.nullable().isEmpty(),
          "is a tagged struct that may be null");
    }
    if (field.defaultsToNull() && field.type() != Scalar.RECORDS) {
      require(
          field,
          field.nullable().containsAll(field.versions()),
          "defaults to null but is not nullable");
    }
    if (field.type() instanceof FieldType.ArrayOf array) {
      require(field, array.element() != Scalar.RECORDS, "is an array of records");
    }
  }

  private static boolean holdsRecords(FieldType type) {
    if (type instanceof FieldType.ArrayOf array) {
      return holdsRecords(array.element());
    }
    if (type instanceof Struct struct) {
      return struct.fields().stream().anyMatch(field -> holdsRecords(field.type()));
    }
    return type == Scalar.RECORDS;
  }

  private static void require(Field field, boolean condition, String complaint) {
    if (!condition) {
      throw new IllegalArgumentException(field.path() + " " + complaint);
    }
  }

  private static Versions orNone(Versions versions) {
    return versions == null ? Versions.NONE : versions;
  }
}
