package io.barnabas.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may know which, and which may know the outside. */
@AnalyzeClasses(
    packages = "io.barnabas",
    importOptions = {ImportOption.DoNotIncludeTests.class, ShippedClasses.class})
class LayeringTest {

  private static final String PROTOCOL = "io.barnabas.protocol..";
  private static final String NETWORK = "io.barnabas.network..";
  private static final String PRODUCER = "io.barnabas.producer..";
  private static final String CONSUMER = "io.barnabas.consumer..";
  private static final String ADMIN = "io.barnabas.admin..";
  private static final String SERDE = "io.barnabas.serde..";

  @ArchTest
  static final ArchRule everyClassBelongsToAKnownLayer =
      classes().should().resideInAnyPackage(PROTOCOL, NETWORK, PRODUCER, CONSUMER, ADMIN, SERDE);

  @ArchTest
  static final ArchRule protocolKnowsBytesOnly =
      noClasses()
          .that()
          .resideInAPackage(PROTOCOL)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  NETWORK,
                  PRODUCER,
                  CONSUMER,
                  ADMIN,
                  SERDE,
                  "org.apache.kafka..",
                  "org.slf4j..",
                  "java.net..",
                  "java.nio.channels..",
                  "java.util.concurrent"))
          .orShould()
          .dependOnClassesThat(describe("are threads", c -> c.isEquivalentTo(Thread.class)));

  @ArchTest
  static final ArchRule protocolReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage(PROTOCOL)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat(resideInAPackage("java.time.."));

  @ArchTest
  static final ArchRule networkKnowsNoClient =
      noClasses()
          .that()
          .resideInAPackage(NETWORK)
          .should()
          .dependOnClassesThat(resideInAnyPackage(PRODUCER, CONSUMER, ADMIN, SERDE));

  @ArchTest
  static final ArchRule packagesOfTheNetworkHaveAnOrder =
      slices().matching("io.barnabas.network.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfTheNetworkDoNotKnowWhatJoinsThem =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.network.(*)..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.barnabas.network"));

  @ArchTest
  static final ArchRule producerKnowsNoOtherClient = knowsNot(PRODUCER, CONSUMER, ADMIN, SERDE);

  @ArchTest
  static final ArchRule consumerKnowsNoOtherClient = knowsNot(CONSUMER, PRODUCER, ADMIN, SERDE);

  @ArchTest
  static final ArchRule adminKnowsNoOtherClient = knowsNot(ADMIN, PRODUCER, CONSUMER, SERDE);

  @ArchTest
  static final ArchRule serdeKnowsNoClient =
      knowsNot(SERDE, PROTOCOL, NETWORK, PRODUCER, CONSUMER, ADMIN);

  @ArchTest
  static final ArchRule codecLibrariesStayInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.barnabas.protocol.compress..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "net.jpountz..",
                      "org.xerial.snappy..",
                      "com.github.luben..",
                      "java.util.zip..")
                  .and(describe("are codecs", LayeringTest::isCodec)));

  /** The stepped loop of tests limits by real time what the manual clock cannot end. */
  @ArchTest
  static final ArchRule monotonicTimeHasOneSource =
      noClasses()
          .that()
          .resideInAnyPackage(NETWORK, PRODUCER, CONSUMER, ADMIN)
          .and()
          .doNotHaveFullyQualifiedName("io.barnabas.network.loop.Clock$1")
          .and()
          .doNotHaveFullyQualifiedName("io.barnabas.network.loop.SteppedLoop")
          .should()
          .callMethod(System.class, "nanoTime");

  /** The JDK's checksums are not codecs. */
  private static boolean isCodec(JavaClass type) {
    return !type.getSimpleName().startsWith("CRC32") && !type.getSimpleName().equals("Checksum");
  }

  private static ArchRule knowsNot(String layer, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(layer)
        .should()
        .dependOnClassesThat(resideInAnyPackage(others));
  }
}
