package io.barnabas.protocol.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks into message classes of both sides; what it finds is kept. */
final class Reflection {

  private static final Map<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();
  private static final Map<Field, Method> SETTERS = new ConcurrentHashMap<>();

  private Reflection() {}

  /** The instance fields that hold the values of a message or struct. */
  static List<Field> fields(Class<?> type) {
    return FIELDS.computeIfAbsent(
        type,
        key ->
            Arrays.stream(key.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.isSynthetic())
                .filter(Reflection::holdsValue)
                .peek(field -> field.setAccessible(true))
                .toList());
  }

  /**
   * The elements of a kafka-clients hash set, and the tags it has not understood, are linked in.
   */
  private static boolean holdsValue(Field field) {
    return !List.of("_unknownTaggedFields", "next", "prev").contains(field.getName());
  }

  static Field field(Class<?> type, String name) {
    return fields(type).stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(type + " has no field " + name));
  }

  static Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  static void set(Field field, Object owner, Object value) {
    try {
      field.set(owner, value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Sets through the public setter of the field's name. */
  static void callSetter(Field field, Object owner, Object value) {
    try {
      SETTERS.computeIfAbsent(field, Reflection::setter).invoke(owner, value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Method setter(Field field) {
    try {
      return field.getDeclaringClass().getMethod(field.getName(), field.getType());
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T newInstance(Class<T> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
