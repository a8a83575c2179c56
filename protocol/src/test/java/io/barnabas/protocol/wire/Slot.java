package io.barnabas.protocol.wire;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/**
 * A field of a kafka-clients message class and what it is in one version, by the schema.
 *
 * @param tagged whether it may be left out
 */
record Slot(Field field, Type type, boolean tagged) {

  private record Key(Class<?> owner, int version) {}

  private static final Map<Key, List<Slot>> SLOTS = new ConcurrentHashMap<>();

  /** What a version of a message or struct holds; nothing if it does not exist in it. */
  static List<Slot> of(Class<?> owner, int version) {
    return SLOTS.computeIfAbsent(new Key(owner, version), Slot::read);
  }

  /** What the field is in the highest version that has it. */
  static Slot inSomeVersion(Field field) {
    Class<?> owner = field.getDeclaringClass();
    for (int version = schemas(owner).length - 1; version >= 0; version--) {
      for (Slot slot : of(owner, version)) {
        if (slot.field.equals(field)) {
          return slot;
        }
      }
    }
    throw new AssertionError("No version has " + field);
  }

  static Schema[] schemas(Class<?> owner) {
    try {
      return (Schema[]) owner.getField("SCHEMAS").get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether a version has tagged fields at its end, known or not. */
  static boolean isFlexible(Class<?> owner, int version) {
    Schema schema = schemas(owner)[version];
    BoundField[] fields = schema.fields();
    return fields.length > 0 && fields[fields.length - 1].def.type instanceof TaggedFields;
  }

  private static List<Slot> read(Key key) {
    Schema[] schemas = schemas(key.owner);
    Schema schema = key.version < schemas.length ? schemas[key.version] : null;
    List<Slot> slots = new ArrayList<>();
    if (schema == null) {
      return slots;
    }
    for (BoundField bound : schema.fields()) {
      if (bound.def.type instanceof TaggedFields tagged) {
        for (Object each : taggedOf(tagged).values()) {
          var def = (org.apache.kafka.common.protocol.types.Field) each;
          slots.add(new Slot(fieldNamed(key.owner, def.name), def.type, true));
        }
      } else {
        slots.add(new Slot(fieldNamed(key.owner, bound.def.name), bound.def.type, false));
      }
    }
    return slots;
  }

  private static Map<?, ?> taggedOf(TaggedFields tagged) {
    return (Map<?, ?>) Reflection.get(Reflection.field(TaggedFields.class, "fields"), tagged);
  }

  /** Schemas say {@code throttle_time_ms} where classes say {@code throttleTimeMs}. */
  private static Field fieldNamed(Class<?> owner, String snakeCase) {
    String wanted = snakeCase.replace("_", "");
    return Reflection.fields(owner).stream()
        .filter(field -> field.getName().toLowerCase(Locale.ROOT).replace("_", "").equals(wanted))
        .findFirst()
        .orElseThrow(() -> new AssertionError(owner + " has no field for " + snakeCase));
  }

  /** The class of the elements, whether they are in a list or in one of the hash sets. */
  Class<?> elementClass() {
    java.lang.reflect.Type declared = field.getGenericType();
    if (!(declared instanceof ParameterizedType)) {
      declared = field.getType().getGenericSuperclass();
    }
    return (Class<?>) ((ParameterizedType) declared).getActualTypeArguments()[0];
  }
}
