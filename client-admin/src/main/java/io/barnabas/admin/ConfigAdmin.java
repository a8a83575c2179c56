package io.barnabas.admin;

import io.barnabas.admin.driver.AdminDriver;
import io.barnabas.admin.driver.AdminFuture;
import io.barnabas.admin.operation.DescribeConfigs;
import io.barnabas.admin.operation.IncrementalAlterConfigs;
import io.barnabas.admin.operation.ListConfigResources;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.AlterConfigsResult;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListConfigResourcesResult;
import org.apache.kafka.common.config.ConfigResource;

/** Configurations of topics, brokers and what else has one. */
abstract class ConfigAdmin extends TopicAdmin {

  ConfigAdmin(AdminDriver driver) {
    super(driver);
  }

  @Override
  public DescribeConfigsResult describeConfigs(
      Collection<ConfigResource> resources, DescribeConfigsOptions options) {
    return results.describeConfigs(
        driver.run(new DescribeConfigs(options), resources, options.timeoutMs()));
  }

  @Override
  public AlterConfigsResult incrementalAlterConfigs(
      Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
    IncrementalAlterConfigs operation =
        new IncrementalAlterConfigs(configs, options, driver.ofControllers());
    return results.alterConfigs(driver.run(operation, configs.keySet(), options.timeoutMs()));
  }

  @Override
  public ListConfigResourcesResult listConfigResources(
      Set<ConfigResource.Type> configResourceTypes, ListConfigResourcesOptions options) {
    ListConfigResources operation =
        new ListConfigResources("listConfigResources", configResourceTypes);
    return results.listConfigResources(driver.run(operation, options.timeoutMs()));
  }

  @Deprecated
  @SuppressWarnings({"deprecation", "removal"})
  @Override
  public org.apache.kafka.clients.admin.ListClientMetricsResourcesResult listClientMetricsResources(
      org.apache.kafka.clients.admin.ListClientMetricsResourcesOptions options) {
    ListConfigResources operation =
        new ListConfigResources(
            "listClientMetricsResources", Set.of(ConfigResource.Type.CLIENT_METRICS));
    return results.listClientMetricsResources(
        AdminFuture.map(driver.run(operation, options.timeoutMs()), ConfigAdmin::listings));
  }

  @SuppressWarnings({"deprecation", "removal"})
  private static Collection<org.apache.kafka.clients.admin.ClientMetricsResourceListing> listings(
      Collection<ConfigResource> resources) {
    return resources.stream()
        .filter(resource -> resource.type() == ConfigResource.Type.CLIENT_METRICS)
        .map(ConfigResource::name)
        .map(org.apache.kafka.clients.admin.ClientMetricsResourceListing::new)
        .toList();
  }
}
