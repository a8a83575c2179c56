package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.operation.AlterClientQuotas;
import io.barnabas.admin.operation.AlterScramCredentials;
import io.barnabas.admin.operation.CreateAcls;
import io.barnabas.admin.operation.CreateDelegationToken;
import io.barnabas.admin.operation.DeleteAcls;
import io.barnabas.admin.operation.DeletedAcl;
import io.barnabas.admin.operation.DescribeAcls;
import io.barnabas.admin.operation.DescribeClientQuotas;
import io.barnabas.admin.operation.DescribeDelegationTokens;
import io.barnabas.admin.operation.DescribeScramCredentials;
import io.barnabas.admin.operation.ExpireDelegationToken;
import io.barnabas.admin.operation.RenewDelegationToken;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterClientQuotasOptions;
import org.apache.kafka.clients.admin.AlterClientQuotasResult;
import org.apache.kafka.clients.admin.AlterUserScramCredentialsOptions;
import org.apache.kafka.clients.admin.AlterUserScramCredentialsResult;
import org.apache.kafka.clients.admin.CreateAclsOptions;
import org.apache.kafka.clients.admin.CreateAclsResult;
import org.apache.kafka.clients.admin.CreateDelegationTokenOptions;
import org.apache.kafka.clients.admin.CreateDelegationTokenResult;
import org.apache.kafka.clients.admin.DeleteAclsOptions;
import org.apache.kafka.clients.admin.DeleteAclsResult;
import org.apache.kafka.clients.admin.DeleteAclsResult.FilterResults;
import org.apache.kafka.clients.admin.DescribeAclsOptions;
import org.apache.kafka.clients.admin.DescribeAclsResult;
import org.apache.kafka.clients.admin.DescribeClientQuotasOptions;
import org.apache.kafka.clients.admin.DescribeClientQuotasResult;
import org.apache.kafka.clients.admin.DescribeDelegationTokenOptions;
import org.apache.kafka.clients.admin.DescribeDelegationTokenResult;
import org.apache.kafka.clients.admin.DescribeUserScramCredentialsOptions;
import org.apache.kafka.clients.admin.DescribeUserScramCredentialsResult;
import org.apache.kafka.clients.admin.ExpireDelegationTokenOptions;
import org.apache.kafka.clients.admin.ExpireDelegationTokenResult;
import org.apache.kafka.clients.admin.RenewDelegationTokenOptions;
import org.apache.kafka.clients.admin.RenewDelegationTokenResult;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/** Who may do what and how much: ACLs, credentials, tokens, quotas. */
abstract class SecurityAdmin extends TransactionAdmin {

  SecurityAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public DescribeAclsResult describeAcls(AclBindingFilter filter, DescribeAclsOptions options) {
    return results.describeAcls(driver.run(new DescribeAcls(filter), options.timeoutMs()));
  }

  @Override
  public CreateAclsResult createAcls(Collection<AclBinding> acls, CreateAclsOptions options) {
    return results.createAcls(driver.run(new CreateAcls(), acls, options.timeoutMs()));
  }

  @Override
  public DeleteAclsResult deleteAcls(
      Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
    Map<AclBindingFilter, KafkaFuture<FilterResults>> futures = new HashMap<>();
    driver
        .run(new DeleteAcls(), filters, options.timeoutMs())
        .forEach(
            (filter, deleted) ->
                futures.put(filter, AdminFuture.map(deleted, this::filterResults)));
    return results.deleteAcls(futures);
  }

  private FilterResults filterResults(List<DeletedAcl> deleted) {
    return results.filterResults(
        deleted.stream().map(acl -> results.filterResult(acl.binding(), acl.failure())).toList());
  }

  @Override
  public DescribeUserScramCredentialsResult describeUserScramCredentials(
      List<String> users, DescribeUserScramCredentialsOptions options) {
    return results.describeScramCredentials(
        driver.run(new DescribeScramCredentials(users), options.timeoutMs()));
  }

  @Override
  public AlterUserScramCredentialsResult alterUserScramCredentials(
      List<UserScramCredentialAlteration> alterations, AlterUserScramCredentialsOptions options) {
    AlterScramCredentials operation = new AlterScramCredentials(alterations);
    return new AlterUserScramCredentialsResult(
        driver.run(operation, operation.users(), options.timeoutMs()));
  }

  @Override
  public CreateDelegationTokenResult createDelegationToken(CreateDelegationTokenOptions options) {
    return results.createDelegationToken(
        driver.run(new CreateDelegationToken(options), options.timeoutMs()));
  }

  @Override
  public RenewDelegationTokenResult renewDelegationToken(
      byte[] hmac, RenewDelegationTokenOptions options) {
    return results.renewDelegationToken(
        driver.run(new RenewDelegationToken(hmac, options), options.timeoutMs()));
  }

  @Override
  public ExpireDelegationTokenResult expireDelegationToken(
      byte[] hmac, ExpireDelegationTokenOptions options) {
    return results.expireDelegationToken(
        driver.run(new ExpireDelegationToken(hmac, options), options.timeoutMs()));
  }

  @Override
  public DescribeDelegationTokenResult describeDelegationToken(
      DescribeDelegationTokenOptions options) {
    return results.describeDelegationTokens(
        driver.run(new DescribeDelegationTokens(options), options.timeoutMs()));
  }

  @Override
  public DescribeClientQuotasResult describeClientQuotas(
      ClientQuotaFilter filter, DescribeClientQuotasOptions options) {
    return new DescribeClientQuotasResult(
        driver.run(new DescribeClientQuotas(filter), options.timeoutMs()));
  }

  @Override
  public AlterClientQuotasResult alterClientQuotas(
      Collection<ClientQuotaAlteration> entries, AlterClientQuotasOptions options) {
    AlterClientQuotas operation = new AlterClientQuotas(entries, options);
    return new AlterClientQuotasResult(
        driver.run(operation, operation.entities(), options.timeoutMs()));
  }
}
