package io.barnabas.consumer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.consumer.group.HeartbeatContent.Wanted;
import io.barnabas.network.error.Backoff;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeartbeatContentTest {
  private final HeartbeatContent content =
      new HeartbeatContent(
          new GroupSettings(
              "g",
              Optional.of("i"),
              Optional.empty(),
              Optional.empty(),
              45_000,
              3_000,
              300_000,
              30_000,
              new Backoff(100, 100),
              true,
              ""),
          "m");

  @Test
  void whoNeverHadAPatternTakesNoneBack() {
    content.want(new Wanted(Set.of("t"), null));
    assertNull(content.joining(0).subscribedTopicRegex());
    assertNull(content.next(1, TopicIdAssignment.EMPTY).subscribedTopicRegex());
  }

  @Test
  void patternIsTakenBackWhoeverHeardOfIt() {
    content.want(new Wanted(Set.of(), "t.*"));
    assertEquals("t.*", content.joining(0).subscribedTopicRegex());
    assertNull(content.next(1, TopicIdAssignment.EMPTY).subscribedTopicRegex());
    content.want(new Wanted(Set.of("t"), null));
    assertEquals("", content.joining(0).subscribedTopicRegex());
    assertNull(content.next(1, TopicIdAssignment.EMPTY).subscribedTopicRegex());
    // what was said last may have been lost
    content.forget();
    assertEquals("", content.next(1, TopicIdAssignment.EMPTY).subscribedTopicRegex());
  }

  @Test
  void allIsSaidAnewInJoining() {
    content.want(new Wanted(Set.of("b", "a"), null));
    content.joining(0);
    assertNull(content.next(1, TopicIdAssignment.EMPTY).subscribedTopicNames());
    assertEquals(List.of("a", "b"), content.joining(0).subscribedTopicNames());
  }
}
