package io.barnabas.admin;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/**
 * All that a user can see of a result, as text: every getter, every future, down to plain values; a
 * failure is the exception's type. Two clients that answer alike have equal views.
 */
final class ResultView {

  private static final int PATIENCE_S = 30;

  /** What moves by itself between two calls. */
  private static final Set<String> MOVING =
      Set.of(
          "lastFetchTimestamp",
          "lastCaughtUpTimestamp",
          "logEndOffset",
          "highWatermark",
          "usableBytes",
          "finalizedFeaturesEpoch",
          "controller", // of KRaft: any broker, another one each time
          "offsetLag",
          "size",
          "isEmpty");

  private ResultView() {}

  /** The view of what a call returns, or throws. */
  static String of(Callable<?> call) {
    try {
      return render(call.call());
    } catch (ExecutionException e) {
      return "thrown " + e.getCause().getClass().getSimpleName();
    } catch (Exception e) {
      return "thrown " + e.getClass().getSimpleName();
    }
  }

  private static String render(Object value) throws Exception {
    if (value instanceof KafkaFuture<?> future) {
      return outcome(future);
    } else if (value instanceof Throwable failure) {
      return "!" + failure.getClass().getSimpleName();
    } else if (value instanceof Map<?, ?> map) {
      return entries(map);
    } else if (value instanceof Collection<?> collection) {
      return elements(collection);
    } else if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? render(optional.get()) : "none";
    } else if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    } else if (isPlain(value)) {
      return String.valueOf(value);
    }
    return getters(value);
  }

  private static boolean isPlain(Object value) {
    return value == null
        || value instanceof Enum<?>
        || value instanceof Uuid
        || value instanceof OptionalInt
        || value instanceof OptionalLong
        || value.getClass().getPackageName().startsWith("java.");
  }

  private static String outcome(KafkaFuture<?> future) throws Exception {
    try {
      return render(future.get(PATIENCE_S, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return "!" + e.getCause().getClass().getSimpleName();
    }
  }

  private static String entries(Map<?, ?> map) throws Exception {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      entries.add(render(entry.getKey()) + "=" + render(entry.getValue()));
    }
    return entries.stream().sorted().collect(Collectors.joining(", ", "{", "}"));
  }

  private static String elements(Collection<?> collection) throws Exception {
    List<String> elements = new ArrayList<>();
    for (Object element : collection) {
      elements.add(render(element));
    }
    return elements.stream().sorted().collect(Collectors.joining(", ", "[", "]"));
  }

  private static String getters(Object value) throws Exception {
    Class<?> type = publicType(value.getClass());
    List<String> fields = new ArrayList<>();
    for (Method getter : type.getMethods()) {
      if (isGetter(getter, type)) {
        fields.add(getter.getName() + "=" + render(getter.invoke(value)));
      }
    }
    return fields.stream()
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining(", ", type.getSimpleName() + "(", ")"));
  }

  /** A result of ours may be of a class that extends the one that users know. */
  private static Class<?> publicType(Class<?> type) {
    return Modifier.isPublic(type.getModifiers()) ? type : publicType(type.getSuperclass());
  }

  private static boolean isGetter(Method method, Class<?> type) {
    return method.getParameterCount() == 0
        && !Modifier.isStatic(method.getModifiers())
        && method.getDeclaringClass() != Object.class
        && method.getReturnType() != void.class
        && method.getReturnType() != type
        && !method.getName().equals("hashCode")
        && !method.getName().equals("toString")
        && !MOVING.contains(method.getName());
  }
}
