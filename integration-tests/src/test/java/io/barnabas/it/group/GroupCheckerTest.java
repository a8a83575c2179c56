package io.barnabas.it.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.it.group.GroupEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each fault that the checker is there for, planted. */
class GroupCheckerTest {
  private final List<GroupEvent> events = new ArrayList<>();
  private final GroupChecker checker = new GroupChecker();

  private GroupCheckerTest that(String member, Kind kind, long offset, int number) {
    events.add(new GroupEvent(events.size(), member, kind, 0, offset, number));
    return this;
  }

  private GroupCheckerTest that(String member, Kind kind) {
    return that(member, kind, -1, -1);
  }

  private void assertFinds(String what, int records) {
    List<String> found = checker.check(events, records);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.get(0).contains(what), found.get(0));
  }

  @Test
  void findsNothingWhereNothingIs() {
    that("a", Kind.ASSIGNED).that("a", Kind.PROCESSED, 0, 0).that("a", Kind.COMMITTED, 1, -1);
    that("a", Kind.PROCESSED, 1, 1).that("a", Kind.REVOKED);
    that("b", Kind.ASSIGNED).that("b", Kind.PROCESSED, 1, 1).that("b", Kind.GONE);
    assertEquals(List.of(), checker.check(events, 2));
    assertEquals(1, checker.doubled());
  }

  @Test
  void findsWhatWasNotProcessed() {
    that("a", Kind.ASSIGNED).that("a", Kind.PROCESSED, 0, 0);
    assertFinds("2 records were not processed, the first is 1", 3);
  }

  @Test
  void findsTwoOwners() {
    that("a", Kind.ASSIGNED).that("b", Kind.ASSIGNED);
    assertFinds("while a owns it", 0);
  }

  @Test
  void findsARevocationOutOfNothing() {
    that("a", Kind.REVOKED);
    assertFinds("without owning it", 0);
  }

  @Test
  void findsARecordOfAPartitionThatIsNotOwned() {
    that("a", Kind.ASSIGNED).that("a", Kind.REVOKED).that("a", Kind.PROCESSED, 0, 0);
    assertFinds("without owning it", 1);
  }

  @Test
  void findsARecordBelowTheCommit() {
    that("a", Kind.ASSIGNED).that("a", Kind.PROCESSED, 0, 0).that("a", Kind.COMMITTED, 1, -1);
    that("a", Kind.GONE).that("b", Kind.ASSIGNED).that("b", Kind.PROCESSED, 0, 0);
    assertFinds("although 1 was committed", 1);
  }

  @Test
  void findsAGapAndAStepBack() {
    that("a", Kind.ASSIGNED).that("a", Kind.PROCESSED, 0, 0).that("a", Kind.PROCESSED, 2, 1);
    assertFinds("after offset 0", 2);
  }

  @Test
  void findsACommitOfWhoIsNotTheOwner() {
    that("a", Kind.ASSIGNED).that("a", Kind.REVOKED);
    that("b", Kind.ASSIGNED).that("a", Kind.COMMITTED, 1, -1);
    assertFinds("without owning it", 0);
  }
}
