package io.barnabas.protocol.wire;

import io.barnabas.protocol.ApiMessage;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Carries values from kafka-clients' message classes to ours, field by field, by name. */
final class Mirror {

  private Mirror() {}

  /** One of ours with the same value in every field, set by its setters. */
  static ApiMessage toOurs(Message theirs, Class<? extends ApiMessage> ours) {
    return (ApiMessage) struct(theirs, ours, ours);
  }

  private static Object struct(Object theirs, Class<?> ours, Class<?> message) {
    Object mirrored = Reflection.newInstance(ours);
    for (Field field : Reflection.fields(theirs.getClass())) {
      Object value = value(Reflection.get(field, theirs), message);
      Reflection.callSetter(Reflection.field(ours, field.getName()), mirrored, value);
    }
    return mirrored;
  }

  private static Object value(Object theirs, Class<?> message) {
    if (theirs instanceof Uuid uuid) {
      return new UUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }
    if (theirs instanceof MemoryRecords records) {
      return records.buffer().duplicate();
    }
    if (theirs instanceof Collection<?> elements) {
      List<Object> mirrored = new ArrayList<>();
      elements.forEach(element -> mirrored.add(value(element, message)));
      return mirrored;
    }
    return theirs instanceof Message ? struct(theirs, nested(theirs, message), message) : theirs;
  }

  private static Class<?> nested(Object theirs, Class<?> message) {
    String name = theirs.getClass().getSimpleName();
    return Arrays.stream(message.getDeclaredClasses())
        .filter(candidate -> candidate.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(message + " has no struct " + name));
  }

  /** Whether two of ours hold the same values. */
  static boolean sameValues(Object one, Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one instanceof byte[] bytes) {
      return other instanceof byte[] others && Arrays.equals(bytes, others);
    }
    if (one instanceof ByteBuffer || one instanceof String || one instanceof Number) {
      return one.equals(other);
    }
    if (one instanceof List<?> list) {
      return other instanceof List<?> others && sameElements(list, others);
    }
    if (!one.getClass().getPackageName().startsWith("io.barnabas")) {
      return Objects.equals(one, other);
    }
    return one.getClass() == other.getClass()
        && Reflection.fields(one.getClass()).stream()
            .allMatch(
                field -> sameValues(Reflection.get(field, one), Reflection.get(field, other)));
  }

  private static boolean sameElements(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!sameValues(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
