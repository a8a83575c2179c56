package io.barnabas.admin.operation;

import io.barnabas.admin.bridge.AdminResults;
import io.barnabas.admin.driver.Items;
import io.barnabas.admin.driver.Operation;
import io.barnabas.network.retry.Route;
import io.barnabas.protocol.ApiRequest;
import io.barnabas.protocol.ErrorCode;
import io.barnabas.protocol.message.DescribeConfigsRequest;
import io.barnabas.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.barnabas.protocol.message.DescribeConfigsResponse;
import io.barnabas.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.barnabas.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSynonym;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;

/** Describes configurations, at the broker that has them. */
public final class DescribeConfigs
    implements Operation<ConfigResource, Config, DescribeConfigsResponse> {

  private final DescribeConfigsOptions options;

  public DescribeConfigs(DescribeConfigsOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "describeConfigs";
  }

  /**
   * Throws {@link NumberFormatException} for a broker whose name is no id, as kafka-clients does.
   */
  @Override
  public ApiException refusal(ConfigResource resource) {
    ConfigResources.route(resource);
    return null;
  }

  @Override
  public Route route(ConfigResource resource) {
    return ConfigResources.route(resource);
  }

  @Override
  public boolean atControllers() {
    return true;
  }

  @Override
  public ApiRequest<DescribeConfigsResponse> request(
      List<ConfigResource> resources, int timeoutMs) {
    return new DescribeConfigsRequest()
        .resources(resources.stream().map(DescribeConfigs::asked).toList())
        .includeSynonyms(options.includeSynonyms())
        .includeDocumentation(options.includeDocumentation());
  }

  private static DescribeConfigsResource asked(ConfigResource resource) {
    return new DescribeConfigsResource()
        .resourceType(resource.type().id())
        .resourceName(resource.name())
        .configurationKeys(null);
  }

  @Override
  public void read(DescribeConfigsResponse response, Items<ConfigResource, Config> items) {
    for (DescribeConfigsResult result : response.results()) {
      ConfigResource resource = ConfigResources.of(result.resourceType(), result.resourceName());
      ErrorCode error = ErrorCode.forCode(result.errorCode());
      if (error == ErrorCode.NONE) {
        items.complete(
            resource, new Config(result.configs().stream().map(DescribeConfigs::entry).toList()));
      } else {
        items.fail(resource, error, result.errorMessage());
      }
    }
  }

  private static ConfigEntry entry(DescribeConfigsResourceResult config) {
    List<ConfigSynonym> synonyms =
        config.synonyms().stream()
            .map(
                synonym ->
                    AdminResults.get()
                        .configSynonym(
                            synonym.name(),
                            synonym.value(),
                            ConfigSources.source(synonym.source())))
            .toList();
    return new ConfigEntry(
        config.name(),
        config.value(),
        ConfigSources.source(config.configSource()),
        config.isSensitive(),
        config.readOnly(),
        synonyms,
        ConfigSources.type(config.configType()),
        config.documentation());
  }

  @Override
  public String leftOut(ConfigResource resource) {
    return "The node response did not contain a result for config resource " + resource;
  }
}
