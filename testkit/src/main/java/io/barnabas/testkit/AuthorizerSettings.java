package io.barnabas.testkit;

import java.util.Map;

/**
 * What a cluster needs to have an authorizer: brokers log in to controllers with SASL/PLAIN, so
 * that they are a super user before the first ACL is known, while clients stay anonymous. What no
 * ACL speaks of is allowed. Delegation tokens are switched on.
 */
final class AuthorizerSettings {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"broker\" password=\"broker\" user_broker=\"broker\";";

  private AuthorizerSettings() {}

  static Map<String, String> settings() {
    return Map.of(
        "authorizer.class.name",
        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found",
        "true",
        "super.users",
        "User:broker",
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "sasl.mechanism.controller.protocol",
        "PLAIN",
        "listener.name.controller.sasl.enabled.mechanisms",
        "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config",
        LOGIN,
        "delegation.token.secret.key",
        "not-so-secret");
  }
}
