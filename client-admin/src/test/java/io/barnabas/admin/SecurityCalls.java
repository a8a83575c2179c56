package io.barnabas.admin;

import static io.barnabas.admin.AdminCall.change;
import static io.barnabas.admin.AdminCall.read;
import static io.barnabas.admin.AdminCall.scripted;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateDelegationTokenOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/** The methods on ACLs, credentials, tokens and quotas, for the test of all methods. */
final class SecurityCalls {

  private static final ScramCredentialInfo SHA_256 =
      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
  private static final byte[] HMAC = {1, 2, 3};

  private SecurityCalls() {}

  static List<AdminCall> all() {
    return List.of(
        read(
            "describeAcls",
            (admin, me) -> admin.describeAcls(acl(ResourceType.TOPIC, "listed").toFilter()),
            (admin, me) -> admin.describeAcls(unknown())),
        change(
            "createAcls",
            (admin, me) -> admin.createAcls(List.of(acl(ResourceType.TOPIC, "acl-" + me))),
            (admin, me) ->
                List.of(
                    admin.createAcls(List.of(acl(ResourceType.UNKNOWN, "acl"))),
                    admin.createAcls(List.of(acl(ResourceType.CLUSTER, "wrong-name"))))),
        // no bad input: the network thread of kafka-clients dies of a filter it does not know
        change("deleteAcls", SecurityCalls::deleteAcls, null),
        read(
            "describeUserScramCredentials",
            (admin, me) -> describeUsers(admin, null),
            (admin, me) -> describeUsers(admin, List.of("alice", "nobody", "alice"))),
        change("alterUserScramCredentials", SecurityCalls::alterUser, SecurityCalls::alterBadUsers),
        scripted(
            "createDelegationToken",
            (admin, me) ->
                admin.createDelegationToken(
                    new CreateDelegationTokenOptions()
                        .renewers(List.of(new KafkaPrincipal("User", "renewer")))
                        .owner(new KafkaPrincipal("User", "owner"))
                        .maxLifetimeMs(1_000)),
            (admin, me) -> admin.createDelegationToken()),
        scripted(
            "renewDelegationToken",
            (admin, me) -> admin.renewDelegationToken(HMAC),
            (admin, me) -> admin.renewDelegationToken(HMAC)),
        scripted(
            "expireDelegationToken",
            (admin, me) -> admin.expireDelegationToken(HMAC),
            (admin, me) -> admin.expireDelegationToken(HMAC)),
        scripted(
            "describeDelegationToken",
            (admin, me) -> admin.describeDelegationToken(),
            (admin, me) -> admin.describeDelegationToken()),
        read(
            "describeClientQuotas",
            (admin, me) -> admin.describeClientQuotas(ClientQuotaFilter.all()),
            null),
        change(
            "alterClientQuotas",
            (admin, me) -> alterQuota(admin, "quota-" + me, "producer_byte_rate"),
            (admin, me) -> alterQuota(admin, "quota-" + me, "no_such_quota")));
  }

  private static AclBinding acl(ResourceType type, String name) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:u", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  static AclBinding listed(String me) {
    return acl(ResourceType.GROUP, "acl-delete-" + me);
  }

  static AclBinding described() {
    return acl(ResourceType.TOPIC, "listed");
  }

  private static AclBindingFilter unknown() {
    return acl(ResourceType.UNKNOWN, "acl").toFilter();
  }

  private static Object deleteAcls(Admin admin, String me) {
    return admin.deleteAcls(List.of(listed(me).toFilter()));
  }

  private static Object describeUsers(Admin admin, List<String> users) {
    var result = admin.describeUserScramCredentials(users);
    return List.of(
        result, result.description("alice"), result.description("nobody"), result.description("x"));
  }

  private static Object alterUser(Admin admin, String me) {
    return admin.alterUserScramCredentials(
        List.of(new UserScramCredentialUpsertion("user-" + me, SHA_256, "secret")));
  }

  private static Object alterBadUsers(Admin admin, String me) {
    ScramCredentialInfo unknown = new ScramCredentialInfo(ScramMechanism.UNKNOWN, 4096);
    ScramCredentialInfo weak = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 1);
    return admin.alterUserScramCredentials(
        List.of(
            new UserScramCredentialUpsertion("", SHA_256, "secret"),
            new UserScramCredentialUpsertion("no-password", SHA_256, ""),
            new UserScramCredentialUpsertion("no-mechanism", unknown, "secret"),
            new UserScramCredentialUpsertion("weak", weak, "secret"),
            new UserScramCredentialDeletion("nobody", ScramMechanism.SCRAM_SHA_256)));
  }

  private static Object alterQuota(Admin admin, String user, String quota) {
    ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user));
    return admin.alterClientQuotas(
        List.of(
            new ClientQuotaAlteration(
                entity, List.of(new ClientQuotaAlteration.Op(quota, 1_000.0)))));
  }
}
