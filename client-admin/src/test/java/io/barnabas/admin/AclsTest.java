package io.barnabas.admin;

import static io.barnabas.admin.BothAdmins.failureOf;
import static io.barnabas.admin.BothAdmins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.testkit.Await;
import io.barnabas.testkit.KafkaCluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteAclsResult;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Access control lists on a real broker, beside kafka-clients' own admin client. */
class AclsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final AclBinding READ = acl(ResourceType.TOPIC, "t", AclOperation.READ);
  private static final AclBinding WRITE = acl(ResourceType.TOPIC, "t", AclOperation.WRITE);
  private static final AclBinding GROUP = acl(ResourceType.GROUP, "g", AclOperation.READ);

  @Test
  void entriesAreCreatedListedAndDeletedAsByKafkaClients() throws Exception {
    try (KafkaCluster cluster =
            KafkaCluster.builder()
                .setting(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setting("super.users", "User:ANONYMOUS")
                .start();
        BothAdmins admins = new BothAdmins(cluster.bootstrapServers())) {
      AclBinding indefinite = acl(ResourceType.UNKNOWN, "t", AclOperation.READ);
      var created = admins.ours.createAcls(List.of(READ, indefinite, WRITE, GROUP)).values();
      get(created.get(READ));
      get(created.get(WRITE));
      get(created.get(GROUP));
      assertInstanceOf(InvalidRequestException.class, failureOf(created.get(indefinite)));
      admins.sameFailure(admin -> admin.createAcls(List.of(indefinite)).all());
      get(admins.ours.createAcls(List.of(READ)).all());

      Await.until(
          "all entries are known",
          PATIENCE,
          () -> listed(admins.ours, AclBindingFilter.ANY).equals(Set.of(READ, WRITE, GROUP)));
      for (AclBindingFilter filter :
          List.of(AclBindingFilter.ANY, READ.toFilter(), GROUP.toFilter())) {
        assertEquals(listed(admins.theirs, filter), listed(admins.ours, filter));
      }

      AclBindingFilter topics =
          new AclBindingFilter(
              new ResourcePatternFilter(ResourceType.TOPIC, null, PatternType.ANY),
              AccessControlEntryFilter.ANY);
      DeleteAclsResult deleted = admins.ours.deleteAcls(List.of(GROUP.toFilter(), topics));
      assertEquals(2, get(deleted.values().get(topics)).values().size());
      assertEquals(GROUP, get(deleted.values().get(GROUP.toFilter())).values().get(0).binding());
      assertEquals(Set.of(READ, WRITE, GROUP), new HashSet<>(get(deleted.all())));
      Await.until(
          "all entries are gone",
          PATIENCE,
          () -> listed(admins.theirs, AclBindingFilter.ANY).isEmpty());
    }
  }

  @Test
  void withoutAnAuthorizerAllFailAsInKafkaClients() {
    try (BothAdmins admins = new BothAdmins(KafkaCluster.shared().bootstrapServers())) {
      assertInstanceOf(
          SecurityDisabledException.class,
          admins.sameFailure(admin -> admin.describeAcls(AclBindingFilter.ANY).values()));
      admins.sameFailure(admin -> admin.createAcls(List.of(READ)).all());
      admins.sameFailure(admin -> admin.deleteAcls(List.of(READ.toFilter())).all());
      AclBindingFilter unknown = acl(ResourceType.UNKNOWN, "t", AclOperation.READ).toFilter();
      assertInstanceOf(
          InvalidRequestException.class,
          admins.sameFailure(admin -> admin.describeAcls(unknown).values()));
    }
  }

  private static Set<AclBinding> listed(Admin admin, AclBindingFilter filter) throws Exception {
    Collection<AclBinding> listed = get(admin.describeAcls(filter).values());
    assertEquals(listed.size(), new HashSet<>(listed).size());
    return new HashSet<>(listed);
  }

  private static AclBinding acl(ResourceType type, String name, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:u", "*", operation, AclPermissionType.ALLOW));
  }
}
