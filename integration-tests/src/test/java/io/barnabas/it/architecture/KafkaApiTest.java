package io.barnabas.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.junit.jupiter.api.Test;

/** kafka-clients is an API jar, and nothing more. */
@AnalyzeClasses(
    packages = "io.barnabas",
    importOptions = {ImportOption.DoNotIncludeTests.class, ShippedClasses.class})
class KafkaApiTest {

  private static final String RECORD_HEADERS =
      "org.apache.kafka.common.header.internals.RecordHeaders";

  @ArchTest
  static final ArchRule onlyPublicTypesAreUsed =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache.kafka..")
                  .and(describe("are not public API", KafkaApiTest::isNotPublic)));

  @ArchTest
  static final ArchRule stockAdminIsNeverCreated =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "creates kafka-clients' admin client",
                  call ->
                      call.getTarget().getName().equals("create")
                          && (call.getTargetOwner().isEquivalentTo(Admin.class)
                              || call.getTargetOwner().isEquivalentTo(AdminClient.class))));

  @ArchTest
  static final ArchRule recordHeadersAreOnlyFrozen =
      noClasses().should(useRecordHeadersForMoreThanFreezing());

  @Test
  void theListOfPublicTypesIsWhole() {
    assertEquals(644, PublicKafkaApi.size());
    assertTrue(PublicKafkaApi.allows("org.apache.kafka.clients.producer.ProducerRecord"));
    assertTrue(PublicKafkaApi.allows("org.apache.kafka.clients.admin.AlterConfigOp$OpType"));
    assertFalse(PublicKafkaApi.allows("org.apache.kafka.clients.NetworkClient"));
    assertFalse(PublicKafkaApi.allows("org.apache.kafka.clients.producer.KafkaProducer"));
  }

  private static boolean isNotPublic(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    return !PublicKafkaApi.allows(element.getName()) && !element.getName().equals(RECORD_HEADERS);
  }

  private static ArchCondition<JavaClass> useRecordHeadersForMoreThanFreezing() {
    return new ArchCondition<>("use RecordHeaders for more than setReadOnly()") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getAccessesFromSelf().stream()
            .filter(a -> a.getTargetOwner().getName().equals(RECORD_HEADERS))
            .filter(
                a ->
                    !(a.getTarget() instanceof MethodCallTarget)
                        || !a.getTarget().getName().equals("setReadOnly"))
            .forEach(a -> events.add(SimpleConditionEvent.satisfied(a, a.getDescription())));
      }
    };
  }
}
