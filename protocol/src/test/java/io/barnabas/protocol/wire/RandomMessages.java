package io.barnabas.protocol.wire;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Messages of kafka-clients with random values that their version can carry. */
public final class RandomMessages {

  private static final int FIRST_UNKNOWN_TAG = 1000;

  private final Random random;

  /** A budget for a message, so that lists in lists stay small. */
  private int elementsLeft;

  public RandomMessages(Random random) {
    this.random = random;
  }

  /** A message of that class; the same random numbers give the same values. */
  public <T extends Message> T message(Class<T> type, short version) {
    elementsLeft = 60;
    return struct(type, version);
  }

  private <T> T struct(Class<T> type, short version) {
    T struct = Reflection.newInstance(type);
    for (Slot slot : Slot.of(type, version)) {
      if (!slot.tagged() || random.nextBoolean()) {
        Reflection.set(slot.field(), struct, value(slot, version));
      }
    }
    return struct;
  }

  /** Gives one field that the version does not have a value, if there is one; whether there is. */
  boolean setFieldOfOtherVersion(Object struct, short version) {
    List<Field> others = new ArrayList<>(Reflection.fields(struct.getClass()));
    Slot.of(struct.getClass(), version).forEach(slot -> others.remove(slot.field()));
    if (others.isEmpty()) {
      return false;
    }
    Slot slot = Slot.inSomeVersion(others.get(random.nextInt(others.size())));
    short versionOfValue = (short) (Slot.schemas(struct.getClass()).length - 1);
    elementsLeft = 5;
    Reflection.set(slot.field(), struct, value(slot, versionOfValue));
    return true;
  }

  /** Puts tagged fields nobody knows into the structs of a message; how many. */
  int addUnknownTags(Message struct, short version) {
    int added = 0;
    if (Slot.isFlexible(struct.getClass(), version)) {
      for (int i = random.nextInt(3); i > 0; i--) {
        byte[] data = bytes(random.nextInt(8) == 0 ? 200 : 8);
        struct.unknownTaggedFields().add(new RawTaggedField(FIRST_UNKNOWN_TAG - i, data));
        added++;
      }
    }
    for (Slot slot : Slot.of(struct.getClass(), version)) {
      Object value = Reflection.get(slot.field(), struct);
      if (value instanceof Collection<?> elements) {
        for (Object element : elements) {
          added += element instanceof Message nested ? addUnknownTags(nested, version) : 0;
        }
      } else if (value instanceof Message nested && !slot.tagged()) {
        added += addUnknownTags(nested, version);
      }
    }
    return added;
  }

  private Object value(Slot slot, short version) {
    Type type = slot.type();
    if (type.isNullable() && random.nextInt(5) == 0) {
      return null;
    }
    if (type.isArray()) {
      return collection(slot, version);
    }
    if (type instanceof Schema) {
      return struct(slot.field().getType(), version);
    }
    boolean buffer = slot.field().getType() == ByteBuffer.class;
    return buffer ? ByteBuffer.wrap(bytes(40)) : scalar(type);
  }

  private Object collection(Slot slot, short version) {
    Type elementType = slot.type().arrayElementType().orElseThrow();
    Class<?> elementClass = slot.elementClass();
    Collection<Object> collection = newCollection(slot.field().getType());
    boolean struct = elementType instanceof Schema;
    int size = struct ? random.nextInt(4) : random.nextInt(20) == 0 ? 150 : random.nextInt(5);
    for (int i = 0; i < size && elementsLeft > 0; i++) {
      elementsLeft -= struct ? 1 : 0;
      collection.add(struct ? struct(elementClass, version) : scalar(elementType));
    }
    return collection;
  }

  @SuppressWarnings("unchecked")
  static Collection<Object> newCollection(Class<?> declared) {
    return declared == List.class
        ? new ArrayList<>()
        : (Collection<Object>) Reflection.newInstance(declared);
  }

  private Object scalar(Type type) {
    return switch (kindOf(type)) {
      case "BOOLEAN" -> random.nextBoolean();
      case "INT8" -> (byte) integer();
      case "INT16" -> (short) integer();
      case "UINT16" -> (int) integer() & 0xFFFF;
      case "INT32" -> (int) integer();
      case "UINT32" -> integer() & 0xFFFF_FFFFL;
      case "INT64" -> integer();
      case "FLOAT64" -> random.nextInt(4) == 0 ? -0.0 : random.nextGaussian() * 1e9;
      case "UUID" -> random.nextInt(5) == 0 ? Uuid.ZERO_UUID : uuid();
      case "STRING" -> string();
      case "BYTES" -> bytes(random.nextInt(50) == 0 ? 3000 : 20);
      case "RECORDS" -> MemoryRecords.readableRecords(ByteBuffer.wrap(bytes(200)));
      default -> throw new AssertionError("Unknown type " + type);
    };
  }

  /** {@code STRING} for a string, be it compact or not, nullable or not. */
  static String kindOf(Type type) {
    String name = ((Type.DocumentedType) type).typeName();
    return name.replace("COMPACT_", "").replace("NULLABLE_", "");
  }

  private Uuid uuid() {
    return new Uuid(random.nextLong(), random.nextLong());
  }

  private long integer() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 3 -> random.nextInt(1000);
      default -> random.nextLong();
    };
  }

  private String string() {
    int kind = random.nextInt(40);
    int length = kind == 0 ? 2000 : kind < 3 ? 200 : random.nextInt(12);
    StringBuilder text = new StringBuilder();
    boolean ascii = random.nextInt(3) > 0;
    while (text.length() < length) {
      text.appendCodePoint(ascii ? 'a' + random.nextInt(26) : codePoint());
    }
    return text.toString();
  }

  private int codePoint() {
    int codePoint = random.nextInt(random.nextInt(4) == 0 ? 0x110000 : 0x900);
    return codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint;
  }

  private byte[] bytes(int limit) {
    byte[] bytes = new byte[random.nextInt(limit + 1)];
    random.nextBytes(bytes);
    return bytes;
  }
}
