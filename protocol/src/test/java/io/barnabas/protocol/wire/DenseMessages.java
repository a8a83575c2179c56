package io.barnabas.protocol.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Messages that make many objects out of few bytes: long lists of structs whose own lists and
 * strings are next to nothing.
 *
 * @param inner the size of lists inside elements
 * @param text the value of every string
 * @param absent whether what may be null is null and what is tagged is left out
 */
public record DenseMessages(int outer, int inner, String text, boolean absent) {

  /** All fields of the version, at their densest. */
  public <T extends Message> T message(Class<T> type, short version) {
    return struct(type, version, outer);
  }

  private <T> T struct(Class<T> type, short version, int listSize) {
    T struct = Reflection.newInstance(type);
    for (Slot slot : Slot.of(type, version)) {
      if (!absent || !slot.tagged()) {
        Reflection.set(slot.field(), struct, value(slot, version, listSize));
      }
    }
    return struct;
  }

  private Object value(Slot slot, short version, int listSize) {
    if (absent && slot.type().isNullable()) {
      return null;
    }
    if (slot.type().isArray()) {
      return collection(slot, version, listSize);
    }
    if (slot.type() instanceof Schema) {
      return struct(slot.field().getType(), version, listSize);
    }
    boolean buffer = slot.field().getType() == ByteBuffer.class;
    return buffer ? ByteBuffer.wrap(new byte[1]) : scalar(slot.type());
  }

  private Object collection(Slot slot, short version, int listSize) {
    Collection<Object> collection = RandomMessages.newCollection(slot.field().getType());
    Type element = slot.type().arrayElementType().orElseThrow();
    for (int i = 0; i < listSize; i++) {
      collection.add(
          element instanceof Schema
              ? struct(slot.elementClass(), version, inner)
              : scalar(element));
    }
    return collection;
  }

  private Object scalar(Type type) {
    return switch (RandomMessages.kindOf(type)) {
      case "BOOLEAN" -> true;
      case "INT8" -> (byte) 77;
      case "INT16" -> (short) 7777;
      case "UINT16", "INT32" -> 7777;
      case "UINT32", "INT64" -> 7777L;
      case "FLOAT64" -> 7.7;
      case "UUID" -> new Uuid(7, 7);
      case "STRING" -> text;
      case "BYTES" -> new byte[1];
      case "RECORDS" -> MemoryRecords.readableRecords(ByteBuffer.wrap(new byte[1]));
      default -> throw new AssertionError("Unknown type " + type);
    };
  }

  /** Every mix worth a try. */
  public static List<DenseMessages> mixes(int outer) {
    List<DenseMessages> mixes = new ArrayList<>();
    for (int inner : new int[] {0, 1}) {
      for (String text : List.of("", "a", "\u0100")) {
        mixes.add(new DenseMessages(outer, inner, text, false));
        mixes.add(new DenseMessages(outer, inner, text, true));
      }
    }
    return mixes;
  }
}
